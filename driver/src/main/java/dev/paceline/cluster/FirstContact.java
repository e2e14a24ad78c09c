package dev.paceline.cluster;

import dev.paceline.config.PacelineConfig;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Waits until a cluster can be used at all, and says why when it cannot. */
final class FirstContact {

  /** The native driver's own default for reaching a server. */
  private static final long DEFAULT_SECONDS = 10;

  /** With replicas alone one begins only when the primary had this long to answer too. */
  private static final long REPLICAS_ALONE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Monitor monitor;
  private final PacelineConfig config;

  FirstContact(Monitor monitor, PacelineConfig config) {
    this.monitor = monitor;
    this.config = config;
  }

  /** One budget for all hosts: {@code loginTimeout}, or {@code connectTimeout}, in seconds. */
  private long budget() {
    long login = seconds("loginTimeout", DriverManager.getLoginTimeout());
    long budget = login > 0 ? login : seconds("connectTimeout", DEFAULT_SECONDS);
    return TimeUnit.SECONDS.toNanos(budget > 0 ? budget : DEFAULT_SECONDS);
  }

  private long seconds(String property, long otherwise) {
    String value = config.nativeProperties().get(property);
    try {
      return value == null ? otherwise : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      // The native driver complains about it in its own words when a connection is opened.
      return otherwise;
    }
  }

  /**
   * Returns when there is a primary, or else at least a replica for reads.
   *
   * @throws SQLException if every node has failed since this call began, or the budget is over; it names each node
   */
  void await() throws SQLException {
    Topology topology = monitor.topology();
    if (topology.primary() != null || !topology.replicas().isEmpty()) {
      return;
    }
    long started = monitor.ticker().nanos();
    long deadline = started + budget();
    monitor.askAll();
    while (!enough(topology, started)) {
      long now = monitor.ticker().nanos();
      if (allFailed(started) || now - deadline >= 0) {
        throw failure(topology, now - started);
      }
      topology = next(topology, Math.min(deadline, now + REPLICAS_ALONE_NANOS));
    }
  }

  private boolean enough(Topology topology, long started) {
    if (topology.primary() != null) {
      return true;
    }
    return !topology.replicas().isEmpty()
        && (monitor.ticker().nanos() - started > REPLICAS_ALONE_NANOS
            || topology.nodes().stream().allMatch(FirstContact::settled));
  }

  private static boolean settled(NodeState state) {
    return switch (state.standing()) {
      case IN, LAGGING, DOWN, FOREIGN -> true;
      case RETURNING, UNKNOWN -> false;
    };
  }

  private boolean allFailed(long since) {
    for (ProbeFailure failure : monitor.failures()) {
      if (failure == null || failure.at() - since < 0) {
        return false;
      }
    }
    return true;
  }

  private Topology next(Topology topology, long deadline) throws SQLException {
    try {
      return monitor.await(topology, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException(
          config.name() + ": interrupted while the first node was waited for",
          SqlStates.UNREACHABLE,
          e);
    }
  }

  private SQLException failure(Topology topology, long waited) {
    List<ProbeFailure> failures =
        monitor.failures().stream().filter(Objects::nonNull).toList();
    if (!failures.isEmpty() && failures.size() == topology.nodes().size()) {
      SQLException first = failures.get(0).cause();
      boolean alike = failures.stream()
          .allMatch(f -> Objects.equals(f.cause().getSQLState(), first.getSQLState()));
      if (alike && SqlStates.isRefusal(first)) {
        // Every server said the same no: it is the server's word that the application knows.
        return first;
      }
    }
    StringBuilder text = new StringBuilder(config.name())
        .append(": no node can be used (waited ")
        .append(TimeUnit.NANOSECONDS.toMillis(waited))
        .append(" ms):");
    for (NodeState state : topology.nodes()) {
      text.append(' ').append(state.node()).append(' ').append(trouble(state)).append(';');
    }
    topology.alarms().forEach(alarm -> text.append(' ').append(alarm).append(';'));
    text.setLength(text.length() - 1);
    SQLException error = new SQLException(text.toString(), SqlStates.UNREACHABLE);
    failures.forEach(failure -> error.addSuppressed(failure.cause()));
    return error;
  }

  private String trouble(NodeState state) {
    ProbeFailure failure = monitor.failure(state.node());
    if (failure != null) {
      return (SqlStates.isFull(failure.cause().getSQLState())
              ? "refuses new connections: "
              : "does not answer: ")
          + failure.text();
    }
    return "is " + state.role() + " and " + state.standing()
        + (state.note().isEmpty() ? "" : ": " + state.note());
  }
}
