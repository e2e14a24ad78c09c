package dev.paceline.cli;

import dev.paceline.config.PacelineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the native driver's properties in the URL that do not go with routing. Pure. */
final class UrlChecks {

  private static final Map<String, String> ROUTE_TOO = Map.of(
      "targetServerType",
          "paceline.freshness, a hint or a read-only transaction say what a read needs",
      "loadBalanceHosts", "paceline.balancer says how reads are spread",
      "hostRecheckSeconds", "the monitor asks every node, see paceline.monitor.maxInterval");

  private UrlChecks() {}

  static List<Finding> of(PacelineConfig config) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> properties = config.nativeProperties();
    ROUTE_TOO.forEach((name, instead) -> {
      if (properties.containsKey(name)) {
        findings.add(Finding.warning(
            Finding.URL,
            name + "=" + properties.get(name),
            "It has no effect: Paceline decides where statements go. Here " + instead + ".",
            "Take it out of the URL."));
      }
    });
    if ("0".equals(properties.get("prepareThreshold"))) {
      findings.add(Finding.info(
          Finding.URL,
          "prepareThreshold=0",
          "Statements are planned at every execution. Paceline keeps prepared statements for each node by itself, so the usual"
              + " reason for this (a pooler between) may be gone."));
    }
    if ("simple".equals(properties.get("preferQueryMode"))) {
      findings.add(
          Finding.info(
              Finding.URL,
              "preferQueryMode=simple",
              "Parameters are written into the text, so every literal makes a new text to classify. It works, and costs time."));
    }
    if (config.seeds().size() == 1) {
      findings.add(Finding.warning(
          Finding.URL,
          "only one host is named: " + config.seeds().get(0),
          "While that server is down, a process that starts finds nobody, even if other nodes run.",
          "Name at least two."));
    }
    return findings;
  }
}
