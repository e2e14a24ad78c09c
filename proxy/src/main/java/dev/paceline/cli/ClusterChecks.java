package dev.paceline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at the servers as one cluster: who is there, and whether they belong together. Pure. */
final class ClusterChecks {

  private final List<ServerAnswers> servers;
  private final List<Finding> findings = new ArrayList<>();

  private ClusterChecks(List<ServerAnswers> servers) {
    this.servers = servers;
  }

  static List<Finding> of(List<ServerAnswers> servers) {
    ClusterChecks checks = new ClusterChecks(servers);
    checks.reachable();
    List<ServerAnswers> answered = checks.answered();
    if (!answered.isEmpty()) {
      checks.oneSystem(answered);
      checks.onePrimary(answered);
      checks.replicas(answered);
      checks.duplicates(answered);
      checks.differences(answered);
      answered.forEach(checks::privileges);
    }
    return checks.findings;
  }

  private List<ServerAnswers> answered() {
    return servers.stream().filter(ServerAnswers::answered).toList();
  }

  private void reachable() {
    for (ServerAnswers server : servers) {
      if (server.answered()) {
        findings.add(Finding.ok(
            server.node(),
            (server.isPrimary() ? "primary" : "replica") + ", PostgreSQL "
                + server.value("version")));
      } else {
        findings.add(
            Finding.error(
                server.node(),
                "cannot be asked: " + server.failure(),
                "No statement can go there. Paceline runs with the nodes that answer, and takes this one in when it does.",
                "Check that the server runs, listens on this address, lets this user in (pg_hba.conf) and has a free connection."));
      }
    }
  }

  private void oneSystem(List<ServerAnswers> answered) {
    Map<String, List<String>> bySystem = answered.stream()
        .filter(s -> !s.value("system_identifier").isEmpty())
        .collect(Collectors.groupingBy(
            s -> s.value("system_identifier"),
            TreeMap::new,
            Collectors.mapping(ServerAnswers::node, Collectors.toList())));
    if (bySystem.size() > 1) {
      findings.add(Finding.error(
          Finding.CLUSTER,
          "the nodes belong to different clusters: " + bySystem,
          "They do not replicate each other (the system identifiers differ), so a read would see other data than was written."
              + " Paceline refuses those that do not belong to the first one it meets.",
          "Take the wrong hosts out of the URL."));
    }
  }

  private void onePrimary(List<ServerAnswers> answered) {
    List<String> primaries = answered.stream()
        .filter(ServerAnswers::isPrimary)
        .map(ServerAnswers::node)
        .toList();
    if (primaries.isEmpty()) {
      findings.add(Finding.error(
          Finding.CLUSTER,
          "no node that answers is a primary",
          "Writes fail with SQLSTATE 08001 until one is there; reads that replicas cover go on.",
          "Add the primary to the URL, start it, or promote a replica."));
    } else if (distinct(answered.stream().filter(ServerAnswers::isPrimary).toList()) > 1) {
      findings.add(Finding.error(
          Finding.CLUSTER,
          "more than one node accepts writes: " + String.join(", ", primaries),
          "After a failover an old primary may have come back (split brain). While it is in doubt who is right, no write goes"
              + " anywhere.",
          "Stop the old primary and make it a standby again (pg_rewind or a new base backup)."));
    }
  }

  private void replicas(List<ServerAnswers> answered) {
    if (answered.stream().noneMatch(ServerAnswers::isReplica)) {
      findings.add(Finding.warning(
          Finding.CLUSTER,
          "no replica answers",
          "Every read goes to the primary: it works, and nothing is gained.",
          "Add replicas to the URL, or grant pg_monitor so that Paceline finds them."));
    }
    for (ServerAnswers server : answered) {
      if (server.isReplica()) {
        replica(server);
      } else if (!server.standbys().isEmpty()) {
        findings.add(Finding.info(
            server.node(),
            "streams to " + String.join("; ", server.standbys()),
            "Name, address, state and synchronous state, as the primary sees them."));
      }
    }
  }

  private void replica(ServerAnswers server) {
    if (!server.value("replay").isEmpty() && !server.value("replay").equals("not paused")) {
      findings.add(Finding.warning(
          server.node(),
          "its replay is " + server.value("replay"),
          "It shows the past and gets no reads once it is behind by more than paceline.maxLag.",
          "SELECT pg_wal_replay_resume() as a superuser."));
    }
    if (server.value("may_monitor").equals("t") && !server.value("receiver").equals("streaming")) {
      findings.add(
          Finding.warning(
              server.node(),
              "it does not stream from anybody now",
              "It replays archived log at best: it falls behind.",
              "Look into its log: primary_conninfo, the network, or log that the primary has already removed."));
    }
  }

  /** Two names of one server are one: the same data directory was started at one moment. */
  private void duplicates(List<ServerAnswers> answered) {
    Map<String, List<String>> byServer = answered.stream()
        .filter(s -> !s.server().isEmpty())
        .collect(Collectors.groupingBy(
            ServerAnswers::server,
            TreeMap::new,
            Collectors.mapping(ServerAnswers::node, Collectors.toList())));
    byServer.values().stream()
        .filter(names -> names.size() > 1)
        .forEach(names -> findings.add(Finding.warning(
            Finding.CLUSTER,
            "these are one server under several names: " + String.join(", ", names),
            "Paceline uses the first name only.",
            "Keep one of them in the URL.")));
  }

  private static long distinct(List<ServerAnswers> servers) {
    return servers.stream().map(ServerAnswers::server).distinct().count();
  }

  private void differences(List<ServerAnswers> answered) {
    Map<String, List<String>> byCollation = answered.stream()
        .collect(Collectors.groupingBy(
            s -> s.value("collation_version"),
            TreeMap::new,
            Collectors.mapping(ServerAnswers::node, Collectors.toList())));
    if (byCollation.size() > 1) {
      findings.add(Finding.error(
          Finding.CLUSTER,
          "the collation libraries differ: " + byCollation,
          "Replicas use the primary's indexes on text, but sort in another order: reads can miss rows.",
          "Run the same operating system release on all nodes."));
    }
    long versions = answered.stream().map(s -> s.value("version")).distinct().count();
    if (versions > 1) {
      findings.add(Finding.info(
          Finding.CLUSTER,
          "the versions differ: "
              + answered.stream()
                  .map(s -> s.node() + " " + s.value("version"))
                  .collect(Collectors.joining(", ")),
          "Fine while you upgrade; metadata and error texts may differ meanwhile."));
    }
  }

  private void privileges(ServerAnswers server) {
    String user = server.value("user");
    if (server.value("may_monitor").equals("t")) {
      findings.add(Finding.ok(server.node(), user + " may read the replication statistics"));
    } else {
      findings.add(Finding.warning(
          server.node(),
          "user " + user + " may not read the replication statistics",
          "Paceline cannot find nodes that the URL does not name, and learns less of a replica's timeline. Routing by the"
              + " positions of the nodes in the URL works all the same.",
          "As a superuser on the primary: GRANT pg_monitor TO " + quoted(user) + ";"));
    }
    if (server.isPrimary() && server.value("superuser").equals("t")) {
      findings.add(Finding.info(
          server.node(),
          user + " is a superuser",
          "Nothing in Paceline needs that; an application should not run so."));
    }
  }

  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
