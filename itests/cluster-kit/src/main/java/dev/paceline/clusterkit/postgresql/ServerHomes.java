package dev.paceline.clusterkit.postgresql;

/** Makes homes for the servers of one cluster; closing it ends the servers and removes everything. */
interface ServerHomes extends AutoCloseable {

  /** A new home, empty and with no server running. */
  ServerHome home(String name);

  @Override
  void close();
}
