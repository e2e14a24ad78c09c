package dev.paceline.clusterkit.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes a cluster and starts it. Not safe for use by many threads. */
public final class PostgresClusterBuilder {

  private final List<Integer> upstreams = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();
  private boolean durable;
  private boolean ownAddresses;
  private Launch launch = Launch.EMBEDDED;

  PostgresClusterBuilder() {}

  /** Adds so many standbys of the primary. */
  public PostgresClusterBuilder standbys(int count) {
    for (int i = 0; i < count; i++) {
      upstreams.add(0);
    }
    return this;
  }

  /** Adds a standby of a standby, for example of {@code n2}. */
  public PostgresClusterBuilder cascadingStandby(String upstream) {
    for (int i = 0; i <= upstreams.size(); i++) {
      if (ClusterSpec.name(i).equals(upstream)) {
        upstreams.add(i);
        return this;
      }
    }
    throw new IllegalArgumentException("no node " + upstream + " to replicate from; add it first");
  }

  /** A server setting for every node, as in {@code postgresql.conf}. */
  public PostgresClusterBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Makes commits wait for standbys, in PostgreSQL's words: {@code FIRST 1 (n2, n3)}, {@code ANY 1 (*)}. */
  public PostgresClusterBuilder synchronousStandbys(String names) {
    return setting(ClusterSpec.SYNCHRONOUS, names);
  }

  /** Keeps committed data through a crash of the machine as well (fsync). Slower; a kill of the servers does not need it. */
  public PostgresClusterBuilder durable() {
    durable = true;
    return this;
  }

  /**
   * Gives each node a loopback address of its own and all the same port, so that servers see each other as they do on hosts of
   * their own (in {@code pg_stat_replication.client_addr}). Linux only.
   */
  public PostgresClusterBuilder ownAddresses() {
    ownAddresses = true;
    return this;
  }

  /** Where the servers run; embedded if nothing is said. */
  public PostgresClusterBuilder launch(Launch where) {
    launch = where;
    return this;
  }

  /**
   * Starts the cluster, and returns when every standby streams.
   *
   * @throws dev.paceline.clusterkit.ClusterKitException if a server does not start; nothing is left behind then
   */
  public PostgresCluster start() {
    return PostgresCluster.start(spec());
  }

  /** What {@link #start} would start: equal for builders whose clusters a test cannot tell apart. */
  public Object description() {
    return spec();
  }

  ClusterSpec spec() {
    return new ClusterSpec(upstreams, settings, durable, ownAddresses, launch);
  }
}
