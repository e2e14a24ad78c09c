package dev.paceline.benchmarks.stub;

import java.util.List;

/** What the stub answers to a text. One for each host of a URL; immutable. */
final class StubServer {

  private static final String POSITION = "0/3000060";

  private final boolean standby;
  private final String started;

  StubServer(String url) {
    this.standby = !url.contains("//stub1:");
    // Servers are told apart by when they began.
    this.started = "17000" + url.replaceAll("\\D", "");
  }

  /** The rows of a query, as text. */
  List<String[]> answer(String sql) {
    if (sql.contains("FROM item")) {
      return List.<String[]>of(new String[] {"42", "a name"});
    }
    if (sql.contains("pg_control_system")) {
      return List.<String[]>of(probe());
    }
    if (sql.contains("pg_is_in_recovery")) {
      return List.<String[]>of(new String[] {recovery(), POSITION});
    }
    return catalogue(sql);
  }

  /** What Paceline loads to know what names stand for: two tables with a key, and nothing else. */
  private static List<String[]> catalogue(String sql) {
    if (sql.contains("pg_get_viewdef")) {
      return List.of(
          new String[] {"public", "item", "r", "p", "f", null},
          new String[] {"public", "counter", "r", "p", "f", null});
    }
    if (sql.contains("indisprimary")) {
      return List.of(
          new String[] {"public", "item", "id"}, new String[] {"public", "counter", "id"});
    }
    return List.of();
  }

  private String[] probe() {
    String upstream = standby ? "stub1" : null;
    return new String[] {
      recovery(),
      "7000000000000000001",
      POSITION,
      "00000001",
      started,
      "f",
      "off",
      "on",
      "16777216",
      upstream,
      standby ? "5432" : null,
      null,
      null,
      "18.6",
      standby ? null : POSITION
    };
  }

  private String recovery() {
    return standby ? "t" : "f";
  }
}
