package dev.paceline.backend;

import dev.paceline.wire.postgres.Fate;
import dev.paceline.wire.postgres.FateListener;
import dev.paceline.wire.postgres.FrontendWriter;
import dev.paceline.wire.postgres.Request;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is prepared on a server connection, by what it is rather than by the names that clients gave it: clients that prepare the
 * same share it. Bounded: what was not used for the longest time is closed.
 *
 * <p>A statement counts as prepared when its Parse has been sent, and no more when that failed or was skipped. Confined to the
 * connection's event loop.
 */
public final class StatementsOnServer implements FateListener {

  private static final int LIMIT = 256;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ServerConnection connection;
  private final Map<ServerPreparedStatement, byte[]> names =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private final Map<Integer, ServerPreparedStatement> underWay = new HashMap<>();

  /** Names that are not to be used any more, and are closed before the next that is made. */
  private final List<byte[]> stale = new ArrayList<>();

  /** Nobody can guess it: a client that uses a name that it has not prepared must not meet another client's statement. */
  private final String prefix = "paceline_" + Long.toString(RANDOM.nextLong() >>> 1, 36) + "_";

  private int lastName;
  private int lastTag;

  /** Whose statement without a name is there; null if nobody's. */
  private @Nullable Object unnamedOwner;

  StatementsOnServer(ServerConnection connection) {
    this.connection = connection;
  }

  /** The name of a statement here, encoded; null if it is not prepared. */
  public byte @Nullable [] name(ServerPreparedStatement statement) {
    return names.get(statement);
  }

  /**
   * A Parse of the tenant's is about to be written.
   *
   * @return the name to give it
   */
  public byte[] prepare(ServerPreparedStatement statement) {
    byte[] name = enter(statement);
    connection.sentTagged(Request.PARSE, tag(statement));
    return name;
  }

  /** Prepares it before what the tenant sends next, if it is not. @return its name */
  public byte[] ensure(ServerPreparedStatement statement) {
    byte[] known = names.get(statement);
    if (known != null) {
      return known;
    }
    byte[] name = enter(statement);
    connection.sentOnBehalf(Request.PARSE, tag(statement));
    write(new String(name, StandardCharsets.US_ASCII), statement);
    return name;
  }

  /**
   * Prepares something under a name of the client's own, so that its Parse of the same name is refused by the server in the server's
   * words.
   */
  public void occupy(String name) {
    connection.sentOnBehalf(Request.PARSE, 0);
    ByteBuf out = connection.channel().alloc().buffer();
    FrontendWriter.parse(out, name, "");
    connection.write(out);
    stale.add(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether names are to be closed that were prepared under a client's own. */
  public boolean hasStale() {
    return !stale.isEmpty();
  }

  /** Closes what is not to be used any more; part of what the tenant sends. */
  public void closeStale() {
    for (byte[] name : stale) {
      close(name);
    }
    stale.clear();
  }

  /** What is prepared as this is of no use any more: it is prepared anew under another name. */
  public void renew(ServerPreparedStatement statement) {
    byte[] name = names.remove(statement);
    if (name != null) {
      stale.add(name);
    }
  }

  /** Makes sure that there is no statement without a name, unless it is {@code owner}'s. */
  public void ensureNoUnnamed(Object owner) {
    if (unnamedOwner != owner) {
      unnamedOwner = null;
      connection.sentOnBehalf(Request.CLOSE, 0);
      ByteBuf out = connection.channel().alloc().buffer();
      FrontendWriter.closeStatement(out, "");
      connection.write(out);
    }
  }

  /** Makes the statement without a name this one, unless it is {@code owner}'s already. */
  public void ensureUnnamed(ServerPreparedStatement statement, Object owner) {
    if (unnamedOwner != owner) {
      unnamedOwner = owner;
      connection.sentOnBehalf(Request.PARSE, 0);
      write("", statement);
    }
  }

  /** The statement without a name is {@code owner}'s from now on; null: it is gone. */
  public void unnamed(@Nullable Object owner) {
    unnamedOwner = owner;
  }

  /** The server has forgotten everything. */
  public void forgetAll() {
    names.clear();
    stale.clear();
    unnamedOwner = null;
  }

  /** How many there are. */
  public int size() {
    return names.size();
  }

  private void write(String name, ServerPreparedStatement statement) {
    ByteBuf out = connection.channel().alloc().buffer();
    FrontendWriter.parse(out, name, statement.sql(), statement.types().toArray());
    connection.write(out);
  }

  private byte[] enter(ServerPreparedStatement statement) {
    closeStale();
    while (names.size() >= LIMIT) {
      closeEldest();
    }
    byte[] name = ServerPreparedStatement.encoded(prefix + ++lastName);
    names.put(statement, name);
    return name;
  }

  private void closeEldest() {
    Iterator<Map.Entry<ServerPreparedStatement, byte[]>> eldest =
        names.entrySet().iterator();
    byte[] name = eldest.next().getValue();
    eldest.remove();
    close(name);
  }

  private void close(byte[] name) {
    connection.sentOnBehalf(Request.CLOSE, 0);
    ByteBuf out = connection.channel().alloc().buffer();
    FrontendWriter.closeStatement(out, new String(name, StandardCharsets.UTF_8));
    connection.write(out);
  }

  private int tag(ServerPreparedStatement statement) {
    lastTag = lastTag == Integer.MAX_VALUE ? 1 : lastTag + 1;
    underWay.put(lastTag, statement);
    return lastTag;
  }

  @Override
  public void known(Request request, Fate fate, int tag) {
    ServerPreparedStatement statement = underWay.remove(tag);
    if (statement != null && fate != Fate.DONE) {
      names.remove(statement);
    }
  }
}
