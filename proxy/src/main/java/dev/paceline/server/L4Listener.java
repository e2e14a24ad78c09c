package dev.paceline.server;

import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * A place to listen at where nothing is understood: each connection is passed on to a node.
 *
 * @param listen where clients connect; a port of 0 stands for any free one
 * @param role of the node
 */
public record L4Listener(InetSocketAddress listen, Role role) {

  /** Which nodes a connection may go to. */
  public enum Role {
    /** The primary alone. */
    PRIMARY,
    /** A replica that is in service; the primary if there is none. */
    REPLICA,
    /** Any of them. */
    ANY;

    /**
     * Reads {@code primary}, {@code replica} or {@code any}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Role of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
