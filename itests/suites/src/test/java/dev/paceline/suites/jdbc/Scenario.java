package dev.paceline.suites.jdbc;

import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Something that an application does with a connection, written down in a transcript. */
@FunctionalInterface
interface Scenario {

  void run(Connection connection, Log log) throws Exception;

  /** Scenarios by name. */
  final class Table {
    final Map<String, Scenario> all = new LinkedHashMap<>();

    Table add(String name, Scenario scenario) {
      if (all.put(name, scenario) != null) {
        throw new IllegalArgumentException("two scenarios are called " + name);
      }
      return this;
    }
  }
}
