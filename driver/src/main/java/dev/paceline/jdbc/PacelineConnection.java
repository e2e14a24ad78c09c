package dev.paceline.jdbc;

import dev.paceline.routing.RouteDecision;
import dev.paceline.session.Pins;
import dev.paceline.topology.NodeState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection of Paceline can tell beyond JDBC: {@code connection.unwrap(PacelineConnection.class)}, also through a
 * connection pool's own wrapper. Asking costs no round trip unless it says so, and binds the session to nothing.
 *
 * <p>As safe for several threads as the connection.
 */
public interface PacelineConnection extends Connection {

  /** Every node of the cluster as it is known now. */
  List<NodeState> nodes() throws SQLException;

  /** Where the last statement of this connection went and why; null before the first. */
  @Nullable
  RouteDecision lastRoute() throws SQLException;

  /**
   * Where a statement would go now, without running it.
   *
   * @throws SQLException if a hint in it is refused
   */
  RouteDecision routeOf(String sql) throws SQLException;

  /**
   * A token that stands for everything this connection has written or seen. Takes at most one sample of the primary.
   *
   * @return an opaque text for {@link #requirePosition}, also in another process
   * @throws SQLException if the primary cannot be asked
   */
  String position() throws SQLException;

  /**
   * From now on reads see at least what a token stands for.
   *
   * @param token from {@link #position}
   * @throws SQLException if it is none, or of another cluster or another history
   */
  void requirePosition(String token) throws SQLException;

  /** Why this connection must stay on its physical connection; empty when it need not. */
  Pins pins() throws SQLException;
}
