package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.jdbc.PacelineDataSource;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** What a session keeps on the server: settings that follow it, and what pins it to one physical connection. */
@ClusterTest
@Timeout(60)
class PinsAndSettingsTest {

  /** One connection to each node: whoever comes next gets the same physical connection. */
  private static final String ONE = "paceline.pool.maximumPoolSize=1";

  @Test
  void settings_followAndDoNotLeak(PostgresCluster cluster) throws SQLException {
    try (Connection first = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(
          first,
          "SET work_mem TO '9MB'",
          "SET search_path TO pg_catalog",
          "SET TIME ZONE 'Asia/Tokyo'");
      first.setClientInfo("ApplicationName", "first");
      first.setNetworkTimeout(Runnable::run, 30_000);
      assertEverywhere(first, "9MB", "pg_catalog", "Asia/Tokyo", "first");
    }
    try (Connection second = JdbcCluster.open(cluster, ONE)) {
      assertThat(second.getNetworkTimeout()).isZero();
      assertEverywhere(second, "4MB", "\"$user\", public", zone(cluster), "PostgreSQL JDBC Driver");
    }
  }

  private static void assertEverywhere(Connection connection, String... values)
      throws SQLException {
    for (String hint : new String[] {"primary", "replica"}) {
      List<String> seen = new ArrayList<>();
      for (String name : new String[] {"work_mem", "search_path", "TimeZone", "application_name"}) {
        seen.add(JdbcCluster.text(
            connection,
            "/* paceline: " + hint + " */ SELECT pg_catalog.current_setting('" + name + "')"));
      }
      assertThat(seen).as(hint).containsExactly(values);
    }
  }

  private static String zone(PostgresCluster cluster) throws SQLException {
    try (Connection connection = cluster.primary().connect()) {
      return JdbcCluster.text(connection, "SHOW TimeZone");
    }
  }

  @Test
  void role_doesNotLeak(PostgresCluster cluster) throws SQLException {
    try (Connection first = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(first, "CREATE ROLE objects_role", "SET ROLE objects_role");
      assertThat(JdbcCluster.text(first, "SELECT current_user")).isEqualTo("objects_role");
    }
    try (Connection second = JdbcCluster.open(cluster, ONE)) {
      assertThat(JdbcCluster.text(second, "/* paceline: primary */ SELECT current_user"))
          .isEqualTo("postgres");
    }
  }

  @Test
  void temporaryTable_pinsUntilDiscard(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster, ONE)) {
      PacelineConnection paceline = connection.unwrap(PacelineConnection.class);
      assertThat(paceline.pins().isEmpty()).isTrue();
      JdbcCluster.run(connection, "CREATE TEMP TABLE objects_temp AS SELECT 1 AS a");
      assertThat(paceline.pins().explain()).singleElement().asString().contains("temporary table");
      assertThat(JdbcCluster.text(connection, "SELECT a FROM objects_temp")).isEqualTo("1");
      assertThat(JdbcCluster.text(connection, "SHOW paceline.pins")).contains("temporary table");
      JdbcCluster.run(connection, "DISCARD TEMP");
      assertThat(paceline.pins().isEmpty()).isTrue();
      JdbcCluster.run(connection, "CREATE TEMP TABLE objects_temp AS SELECT 2 AS a");
    }
    try (Connection next = JdbcCluster.open(cluster, ONE)) {
      assertThatThrownBy(() -> JdbcCluster.text(next, "SELECT a FROM objects_temp"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
    }
  }

  @Test
  void advisoryLock_isReleasedWithItsSession(PostgresCluster cluster) throws SQLException {
    try (Connection first = JdbcCluster.open(cluster)) {
      JdbcCluster.text(first, "SELECT pg_advisory_lock(815)");
      try (Connection second = JdbcCluster.open(cluster)) {
        assertThat(JdbcCluster.text(second, "SELECT pg_try_advisory_lock(815)")).isEqualTo("f");
      }
    }
    try (Connection third = JdbcCluster.open(cluster)) {
      assertThat(JdbcCluster.text(third, "SELECT pg_try_advisory_lock(815)")).isEqualTo("t");
    }
  }

  @Test
  void listen_throughTheNativeConnection(PostgresCluster cluster) throws SQLException {
    try (Connection listener = JdbcCluster.open(cluster);
        Connection notifier = JdbcCluster.open(cluster)) {
      JdbcCluster.run(listener, "LISTEN objects_channel");
      JdbcCluster.run(notifier, "NOTIFY objects_channel, 'hello'");
      assertThat(listener.unwrap(PGConnection.class).getNotifications(10_000))
          .singleElement()
          .satisfies(n -> assertThat(n.getParameter()).isEqualTo("hello"));
    }
  }

  @Test
  void copy_throughTheNativeConnection_isSeenByOthers(PostgresCluster cluster) throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE objects_copy (id int)");
      PGConnection natively = connection.unwrap(PGConnection.class);
      assertThat(natively
              .getCopyAPI()
              .copyIn("COPY objects_copy FROM STDIN", new StringReader("1\n2\n")))
          .isEqualTo(2);
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM objects_copy"))
          .isEqualTo("2");
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isFalse();
    }
    try (Connection other = JdbcCluster.open(cluster)) {
      assertThat(JdbcCluster.text(other, "SELECT count(*) FROM objects_copy")).isEqualTo("2");
    }
  }

  @Test
  void largeObjects_throughTheNativeConnection(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      LargeObjectManager manager = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = manager.createLO();
      try (LargeObject object = manager.open(oid)) {
        object.write(new byte[] {1, 2, 3});
      }
      try (LargeObject object = manager.open(oid)) {
        assertThat(object.read(10)).containsExactly(1, 2, 3);
      }
      connection.commit();
    }
  }

  @Test
  void unwrapPaceline_doesNotPin(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isTrue();
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    }
  }

  @Test
  void position_carriesWritesToAnotherConnection(PostgresCluster cluster) throws SQLException {
    try (Connection writer = JdbcCluster.open(cluster);
        Connection reader = JdbcCluster.open(cluster, "paceline.freshness=session")) {
      JdbcCluster.run(writer, "CREATE TABLE objects_position (id int)");
      String token = JdbcCluster.text(writer, "SHOW paceline.position");
      JdbcCluster.run(reader, "SET paceline.position = '" + token + "'");
      assertThat(JdbcCluster.text(reader, "SELECT count(*) FROM objects_position"))
          .isEqualTo("0");
      assertThatThrownBy(() -> JdbcCluster.run(reader, "SET paceline.position = 'nonsense'"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void unwrap_ofWhatIsNotThere_isRefusedAndDoesNotPin(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster);
        PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      for (Class<?> absent : List.of(XAConnection.class, XAResource.class, String.class)) {
        assertThat(connection.isWrapperFor(absent)).isFalse();
        assertThat(statement.isWrapperFor(absent)).isFalse();
        assertRefused(absent, () -> connection.unwrap(absent));
        assertRefused(absent, () -> statement.unwrap(absent));
      }
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isTrue();
      assertThat(statement.unwrap(PGStatement.class)).isNotNull();
    }
    PacelineDataSource source = new PacelineDataSource();
    source.setUrl(JdbcCluster.url(cluster));
    assertThat(source.isWrapperFor(XADataSource.class)).isFalse();
    assertRefused(XADataSource.class, () -> source.unwrap(XADataSource.class));
  }

  private static void assertRefused(Class<?> absent, ThrowingCallable unwrapping) {
    assertThatThrownBy(unwrapping)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(absent.getName());
  }

  @Test
  void endRequest_endsThePins_nestedOrNot(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.endRequest();
      connection.beginRequest();
      connection.beginRequest();
      JdbcCluster.run(connection, "LISTEN pool_habits");
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isFalse();
      connection.endRequest();
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isTrue();
      connection.endRequest();
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM pg_listening_channels()"))
          .isEqualTo("0");
    }
  }
}
