package dev.paceline.server;

import dev.paceline.config.HostAndPort;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * What a proxy is to be. Immutable.
 *
 * @param listen where clients connect; a port of 0 stands for any free one
 * @param seeds of the cluster behind
 * @param monitorUser as whom the cluster is watched; the password, if one is needed, is among {@code properties}
 * @param properties for the cluster: ours begin with {@code paceline.}, the rest is for the monitor's connections
 * @param trust whether clients from loopback addresses are let in without a password
 * @param poolSize connections to each node for each user and database
 * @param threads event loops
 * @param security who else is let in, and how connections are encrypted
 * @param operation how it is run
 */
public record ProxySettings(
    InetSocketAddress listen,
    List<HostAndPort> seeds,
    String monitorUser,
    Map<String, String> properties,
    boolean trust,
    int poolSize,
    int threads,
    SecuritySettings security,
    OperationSettings operation) {

  /** With no client let in but those that {@code trust} lets in, and no TLS for clients. */
  public ProxySettings(
      InetSocketAddress listen,
      List<HostAndPort> seeds,
      String monitorUser,
      Map<String, String> properties,
      boolean trust,
      int poolSize,
      int threads) {
    this(
        listen, seeds, monitorUser, properties, trust, poolSize, threads, SecuritySettings.DEFAULT);
  }

  /** Run in the plainest way. */
  public ProxySettings(
      InetSocketAddress listen,
      List<HostAndPort> seeds,
      String monitorUser,
      Map<String, String> properties,
      boolean trust,
      int poolSize,
      int threads,
      SecuritySettings security) {
    this(
        listen,
        seeds,
        monitorUser,
        properties,
        trust,
        poolSize,
        threads,
        security,
        OperationSettings.DEFAULT);
  }

  /** Copies what could change. */
  public ProxySettings {
    seeds = List.copyOf(seeds);
    properties = Map.copyOf(properties);
  }

  /** No secret in a log by accident. */
  @Override
  public String toString() {
    return "proxy at " + listen + " for " + seeds;
  }
}
