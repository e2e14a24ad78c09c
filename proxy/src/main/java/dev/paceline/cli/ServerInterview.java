package dev.paceline.cli;

import dev.paceline.cluster.StandbyAddress;
import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Asks one server, through the native driver alone, all that the checks want to know. */
final class ServerInterview {

  /** Single values; each is asked by itself, so that one that is refused costs only itself. */
  private static final Map<String, String> QUESTIONS = questions();

  private static final String SETTINGS =
      "SELECT name, current_setting(name), setting FROM pg_settings";

  private static final String STANDBYS =
      "SELECT concat_ws(' ', application_name, client_addr, state, sync_state) FROM pg_stat_replication ORDER BY 1";

  private static final String IDLE_SLOTS =
      "SELECT slot_name || ' (' || coalesce(wal_status, 'unknown') || ')' FROM pg_replication_slots WHERE NOT active ORDER BY 1";

  private static final String DOWNSTREAMS =
      "SELECT host(client_addr) || ' ' || coalesce(application_name, '') FROM pg_stat_replication"
          + " WHERE client_addr IS NOT NULL";

  private static final String UPSTREAM =
      "SELECT sender_port || ' ' || sender_host FROM pg_stat_wal_receiver WHERE sender_host NOT LIKE '/%'";

  private final PacelineConfig config;

  ServerInterview(PacelineConfig config) {
    this.config = config;
  }

  private static Map<String, String> questions() {
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put("in_recovery", "SELECT pg_is_in_recovery()");
    questions.put("version", "SELECT current_setting('server_version')");
    questions.put("system_identifier", "SELECT system_identifier FROM pg_control_system()");
    questions.put("started", "SELECT pg_postmaster_start_time()");
    questions.put("user", "SELECT current_user");
    questions.put("superuser", "SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
    questions.put(
        "may_monitor",
        "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')"
            + " OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)");
    questions.put(
        "collation_version",
        "SELECT coalesce(pg_database_collation_actual_version(oid), '') FROM pg_database"
            + " WHERE datname = current_database()");
    questions.put("receiver", "SELECT status FROM pg_stat_wal_receiver");
    questions.put(
        "replay",
        "SELECT CASE WHEN pg_is_in_recovery() THEN pg_get_wal_replay_pause_state() ELSE '' END");
    questions.put(
        "connections",
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'");
    return questions;
  }

  /** Asks; a server that does not answer gives an answer that says so. */
  ServerAnswers ask(HostAndPort server) {
    try (Connection connection = connect(server)) {
      Map<String, String> values = new HashMap<>();
      for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
        List<String> answer = column(connection, question.getValue());
        if (!answer.isEmpty()) {
          values.put(question.getKey(), answer.get(0));
        }
      }
      Map<String, String> settings = settings(connection, values);
      return new ServerAnswers(
          server.toString(),
          "",
          values,
          settings,
          column(connection, STANDBYS),
          column(connection, IDLE_SLOTS),
          neighbours(connection, server));
    } catch (SQLException e) {
      return ServerAnswers.failed(server.toString(), Messages.of(e));
    }
  }

  /** As the driver's discovery guesses them. Only members of {@code pg_monitor} are told. */
  private static List<HostAndPort> neighbours(Connection connection, HostAndPort server)
      throws SQLException {
    List<HostAndPort> neighbours = new ArrayList<>();
    for (String standby : column(connection, DOWNSTREAMS)) {
      int space = standby.indexOf(' ');
      if (space > 0) {
        neighbours.add(StandbyAddress.guess(
            server, standby.substring(0, space), standby.substring(space + 1)));
      }
    }
    for (String upstream : column(connection, UPSTREAM)) {
      int space = upstream.indexOf(' ');
      if (space > 0 && space + 1 < upstream.length()) {
        neighbours.add(new HostAndPort(
            upstream.substring(space + 1), Integer.parseInt(upstream.substring(0, space))));
      }
    }
    return neighbours;
  }

  Connection connect(HostAndPort server) throws SQLException {
    Properties properties = new Properties();
    config.nativeProperties().forEach(properties::setProperty);
    // What a URL for several hosts asks of the native driver would hide the server that is asked
    // here.
    properties.remove("targetServerType");
    properties.remove("loadBalanceHosts");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + server + "/" + config.database(), properties);
  }

  private static Map<String, String> settings(Connection connection, Map<String, String> values)
      throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SETTINGS)) {
      while (rows.next()) {
        settings.put(rows.getString(1), text(rows, 2));
        values.put("raw." + rows.getString(1), text(rows, 3));
      }
    }
    return settings;
  }

  /** The first column as text; empty if the user may not ask this, or this version does not know it. */
  static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> answer = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answer.add(text(rows, 1));
      }
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state == null || !(state.startsWith("42") || state.startsWith("55"))) {
        throw e;
      }
    }
    return answer;
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    String value = rows.getString(column);
    return value == null ? "" : value;
  }
}
