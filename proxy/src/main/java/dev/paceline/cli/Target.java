package dev.paceline.cli;

import dev.paceline.config.PacelineConfig;
import java.util.Properties;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which cluster a command is about, and as whom it asks. */
final class Target {

  private static final String PACELINE = "jdbc:paceline:";

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = {
        "The cluster: jdbc:paceline:postgresql://a,b/db, jdbc:postgresql://a,b/db or postgresql://a,b/db.",
        "Hosts are seeds; roles are asked from the servers."
      })
  private String url = "";

  @Option(
      names = {"-U", "--user"},
      paramLabel = "NAME",
      description = "The user; else that of the URL, PGUSER, or your own name.")
  private String user = "";

  Target() {}

  Target(String url, String user) {
    this.url = url;
    this.user = user;
  }

  /**
   * The configuration that a driver with this URL would run with. A password comes from the URL, PGPASSWORD or .pgpass:
   * never from an option, which every user of the machine could read.
   *
   * @throws dev.paceline.config.ConfigurationException with all that is wrong with the URL
   */
  PacelineConfig config() {
    Properties properties = new Properties();
    put(properties, "user", user.isEmpty() ? System.getenv("PGUSER") : user);
    put(properties, "password", System.getenv("PGPASSWORD"));
    put(properties, "ApplicationName", "paceline");
    put(properties, "connectTimeout", "5");
    put(properties, "socketTimeout", "30");
    return PacelineConfig.of(paceline(url), properties);
  }

  private static void put(
      Properties properties, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null && !value.isEmpty()) {
      properties.setProperty(name, value);
    }
  }

  static String paceline(String url) {
    if (url.startsWith(PACELINE)) {
      return url;
    }
    if (url.startsWith("jdbc:")) {
      return PACELINE + url.substring("jdbc:".length());
    }
    return url.contains("://")
        ? PACELINE + url.replaceFirst("^postgres://", "postgresql://")
        : PACELINE + "postgresql://" + url;
  }
}
