package dev.paceline.clusterkit.postgresql;

/** Where servers run. */
public enum Launch {
  /** As processes of this machine, from programs on the class path. */
  EMBEDDED,
  /** In containers of a Docker engine with host networking; needs Testcontainers on the class path. */
  CONTAINERS
}
