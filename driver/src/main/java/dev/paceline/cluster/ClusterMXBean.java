package dev.paceline.cluster;

import java.util.List;
import java.util.Map;

/** A cluster as management tools see it: {@code dev.paceline:type=Cluster,name="..."}. */
public interface ClusterMXBean {

  /** The server system's identity; empty while unknown. */
  String getSystemIdentifier();

  /** {@code host:port} of who accepts writes; empty if nobody does. */
  String getPrimary();

  /** One line for each node: role, standing, lag, position and note. */
  List<String> getNodes();

  /** Lag in milliseconds by node, for those whose lag is known. */
  Map<String, Long> getLagMillis();

  /** The pool's numbers by node, for those that have one. */
  Map<String, String> getPools();

  /** Statements by node, class and reason. */
  Map<String, Long> getStatements();

  /** What an operator should know now. */
  List<String> getAlarms();
}
