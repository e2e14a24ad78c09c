package dev.paceline.cli;

import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks at the settings of servers that hurt when reads go to replicas. Pure. */
final class SettingChecks {

  /** A query gives another answer on a node where one of these differs. */
  private static final List<String> SHOULD_BE_EQUAL = List.of(
      "TimeZone",
      "DateStyle",
      "IntervalStyle",
      "search_path",
      "standard_conforming_strings",
      "bytea_output",
      "extra_float_digits",
      "default_text_search_config",
      "default_transaction_isolation",
      "lc_monetary",
      "lc_numeric",
      "lc_time",
      "statement_timeout",
      "lock_timeout",
      "xmlbinary",
      "array_nulls");

  /** Beside the pool of a node: the monitor, and somebody with psql. */
  private static final int BESIDE_THE_POOL = 3;

  private final PacelineConfig config;
  private final List<Finding> findings = new ArrayList<>();

  private SettingChecks(PacelineConfig config) {
    this.config = config;
  }

  static List<Finding> of(PacelineConfig config, List<ServerAnswers> servers) {
    SettingChecks checks = new SettingChecks(config);
    List<ServerAnswers> answered =
        servers.stream().filter(ServerAnswers::answered).toList();
    for (ServerAnswers server : answered) {
      if (server.isPrimary()) {
        checks.primary(server);
      } else {
        checks.replica(server);
      }
      checks.connections(server);
      checks.timeouts(server);
    }
    checks.equal(answered);
    return checks.findings;
  }

  private void primary(ServerAnswers server) {
    String node = server.node();
    if (server.setting("wal_level").equals("minimal")) {
      findings.add(Finding.error(
          node,
          "wal_level is minimal",
          "No standby can replicate from this server.",
          "wal_level = replica, and restart."));
    }
    if (server.setting("synchronous_commit").equals("off")) {
      findings.add(Finding.info(
          node,
          "synchronous_commit is off",
          "A crash of the server can lose commits that were acknowledged. Reads still see all writes before that: Paceline asks"
              + " for the inserted instead of the flushed position."));
    }
    if (server.setting("default_transaction_read_only").equals("on")) {
      findings.add(Finding.warning(
          node,
          "default_transaction_read_only is on",
          "Transactions that do not say READ WRITE fail with SQLSTATE 25006. Some tools use it to take a primary out of use.",
          "Turn it off if this server is to accept writes."));
    }
    if (server.setting("default_transaction_isolation").equals("serializable")) {
      findings.add(Finding.warning(
          node,
          "default_transaction_isolation is serializable",
          "A standby cannot run serializable transactions, so every statement goes to the primary.",
          "Ask for SERIALIZABLE only in the transactions that need it."));
    }
    if (server.number("wal_sender_timeout", 1) == 0) {
      findings.add(Finding.warning(
          node,
          "wal_sender_timeout is 0",
          "The primary never notices that a standby is gone without closing its connection.",
          "Use the default of 60s."));
    }
    for (String slot : server.slots()) {
      findings.add(Finding.warning(
          node,
          "nobody uses the replication slot " + slot,
          "It keeps log files until the disk is full, unless max_slot_wal_keep_size limits it.",
          "Start the standby that used it, or SELECT pg_drop_replication_slot(...)."));
    }
  }

  private void replica(ServerAnswers server) {
    String node = server.node();
    long delayMillis = server.number("recovery_min_apply_delay", 0);
    if (delayMillis > 0) {
      boolean out =
          TimeUnit.MILLISECONDS.toNanos(delayMillis) >= config.nanos(PacelineProperty.MAX_LAG);
      findings.add(Finding.warning(
          node,
          "recovery_min_apply_delay is " + server.setting("recovery_min_apply_delay"),
          out
              ? "That is not less than paceline.maxLag (" + config.value(PacelineProperty.MAX_LAG)
                  + "), so it never gets a read."
              : "Reads that need what was just written never go there.",
          "Leave delayed standbys, which guard against mistakes, out of the URL."));
    }
    long patience = server.number("max_standby_streaming_delay", 30_000);
    if (patience < 0) {
      findings.add(Finding.warning(
          node,
          "max_standby_streaming_delay is -1",
          "One long query holds up replay without limit: the replica falls behind and gets no more reads.",
          "Set a limit such as 30s."));
    } else if (!server.setting("hot_standby_feedback").equals("on")) {
      findings.add(Finding.info(
          node,
          "hot_standby_feedback is off, max_standby_streaming_delay is "
              + server.setting("max_standby_streaming_delay"),
          "Reads that last longer than that can be cancelled with SQLSTATE 40001 when vacuum on the primary removes what they see."
              + " With feedback on they are not, and the primary keeps dead rows longer."));
    }
    if (server.number("wal_receiver_timeout", 1) == 0) {
      findings.add(Finding.warning(
          node,
          "wal_receiver_timeout is 0",
          "A standby that lost its primary without a word waits for ever, and falls behind.",
          "Use the default of 60s."));
    }
  }

  private void connections(ServerAnswers server) {
    long usable = server.number("max_connections", 100)
        - server.number("superuser_reserved_connections", 3)
        - server.number("reserved_connections", 0);
    long each = (long) config.number(PacelineProperty.POOL_MAXIMUM_POOL_SIZE) + BESIDE_THE_POOL;
    long processes = usable / each;
    String what = "max_connections is " + server.setting("max_connections") + ", of which " + usable
        + " are for applications; a process takes up to " + each
        + " (paceline.pool.maximumPoolSize and the monitor)";
    if (processes < 1) {
      findings.add(Finding.error(
          server.node(),
          what,
          "One process alone can use up all connections of this server.",
          "Lower paceline.pool.maximumPoolSize, or raise max_connections."));
    } else if (processes < 2) {
      findings.add(Finding.warning(
          server.node(),
          what,
          "There is room for one process: a second one, or the new one of a rolling deployment, gets refusals.",
          "Lower paceline.pool.maximumPoolSize, or raise max_connections."));
    } else {
      findings.add(Finding.ok(
          server.node(), "room for " + processes + " processes with pools of this size"));
    }
  }

  private void timeouts(ServerAnswers server) {
    long idle = server.number("idle_session_timeout", 0);
    long pool = config.millis(PacelineProperty.POOL_IDLE_TIMEOUT);
    if (idle > 0 && (pool == 0 || idle <= pool)) {
      findings.add(Finding.warning(
          server.node(),
          "idle_session_timeout (" + server.setting("idle_session_timeout")
              + ") is not longer than paceline.pool.idleTimeout (" + pool + " ms)",
          "The server closes connections that wait in the pool, and each is found dead only when it is needed.",
          "Set paceline.pool.idleTimeout to less, for example " + Math.max(10_000, idle / 2)
              + "."));
    }
    if (server.number("idle_in_transaction_session_timeout", 0) > 0) {
      findings.add(Finding.info(
          server.node(),
          "idle_in_transaction_session_timeout is "
              + server.setting("idle_in_transaction_session_timeout"),
          "A transaction that pauses for longer loses its connection. Sessions outside of transactions are not affected, pinned"
              + " ones neither."));
    }
  }

  private void equal(List<ServerAnswers> answered) {
    boolean differ = false;
    for (String setting : SHOULD_BE_EQUAL) {
      Map<String, List<String>> byValue = answered.stream()
          .collect(Collectors.groupingBy(
              s -> s.setting(setting),
              TreeMap::new,
              Collectors.mapping(ServerAnswers::node, Collectors.toList())));
      if (byValue.size() > 1) {
        differ = true;
        findings.add(Finding.warning(
            Finding.CLUSTER,
            setting + " differs: " + byValue,
            "The same query can give another answer, or fail, depending on where it runs.",
            "Set the same value on all nodes, or ALTER ROLE ... SET, which replicates."));
      }
    }
    if (!differ && answered.size() > 1) {
      findings.add(
          Finding.ok(Finding.CLUSTER, "settings that change answers are the same on all nodes"));
    }
  }
}
