package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;

/** Where a standby probably listens, from what the server that it streams from tells of it. Pure. */
public final class StandbyAddress {

  private StandbyAddress() {}

  /**
   * A standby may say where it listens by its application_name; else it probably listens where the asked one does.
   *
   * @param asked the server that told
   * @param host where the standby's connection comes from
   * @param applicationName of that connection; empty if it has none
   */
  public static HostAndPort guess(HostAndPort asked, String host, String applicationName) {
    if (applicationName.indexOf(':') > 0) {
      try {
        return HostAndPort.parse(applicationName, asked.port());
      } catch (IllegalArgumentException e) {
        ClusterLog.debug(
            "discovery", "an application_name is no address (name=" + applicationName + ")", e);
      }
    }
    return new HostAndPort(host, asked.port());
  }
}
