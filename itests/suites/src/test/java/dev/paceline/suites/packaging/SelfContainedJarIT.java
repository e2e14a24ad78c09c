package dev.paceline.suites.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Runs after the driver was packed: by {@code mvn verify}. */
@ClusterTest
class SelfContainedJarIT {

  private static final long MOST_BYTES = 20_000_000;

  private static Path jar() {
    Path jar = Path.of(System.getProperty("paceline.all.jar", "is-not-set"));
    assertThat(jar).as("packed by mvn verify, before this module").isRegularFile();
    return jar;
  }

  @Test
  void jar_holdsOnlyOurPackagesAndIsSmall() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      List<String> strangers = jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(JarEntry::getName)
          .filter(name -> !name.startsWith("dev/paceline/") && !name.startsWith("META-INF/"))
          .toList();
      assertThat(strangers).as("entries that could meet the application's own").isEmpty();
      List<String> services = jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
          .toList();
      assertThat(services)
          .containsExactlyInAnyOrder(
              "META-INF/services/java.sql.Driver",
              "META-INF/services/dev.paceline.shaded.org.slf4j.spi.SLF4JServiceProvider");
      assertThat(text(jar, "META-INF/services/java.sql.Driver").strip())
          .isEqualTo("dev.paceline.jdbc.PacelineDriver");
      assertThat(text(jar, "META-INF/NOTICE")).contains("Apache Calcite").contains("HikariCP");
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
    }
    assertThat(Files.size(jar())).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void jar_withNothingButTheNativeDriver_runsQueriesAndLogs(PostgresCluster cluster)
      throws Exception {
    cluster.primary().execute("CREATE TABLE packed (id int PRIMARY KEY, name text)");
    cluster.primary().execute("INSERT INTO packed VALUES (1, 'one')");
    cluster.awaitInSync();
    String url = "jdbc:paceline:postgresql://" + cluster.directHosts() + "/"
        + PostgresCluster.DATABASE + "?user=" + PostgresCluster.USER + "&paceline.pool.linger=0s";
    Logger pools = Logger.getLogger("com.zaxxer.hikari");
    Records records = new Records();
    pools.setLevel(Level.ALL);
    pools.setUseParentHandlers(false);
    pools.addHandler(records);
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (IsolatedDriver driver = new IsolatedDriver(jar());
        Connection connection = driver.connect(url)) {
      assertThat(connection.getClass().getClassLoader()).isSameAs(driver.loader());
      assertThat(first(connection, "SELECT name FROM packed WHERE id = 1")).isEqualTo("one");
      assertThat(first(connection, "SHOW paceline.route")).isNotEmpty();
      assertThat(parsed(driver.loader(), "SELECT id::text FROM packed")).contains("PACKED");
    } finally {
      System.setErr(err);
      pools.removeHandler(records);
      pools.setUseParentHandlers(true);
      pools.setLevel(null);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("SLF4J");
    assertThat(records.messages).as("what the pool logged").isNotEmpty();
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** The relocated parser finds itself by reflection: here is proof that it still does. */
  private static String parsed(ClassLoader loader, String sql) throws ReflectiveOperationException {
    String calcite = "dev.paceline.shaded.org.apache.calcite.sql.parser.";
    Class<?> parser = loader.loadClass(calcite + "SqlParser");
    Class<?> config = loader.loadClass(calcite + "SqlParser$Config");
    Class<?> factory = loader.loadClass(calcite + "SqlParserImplFactory");
    Object babel = loader
        .loadClass(calcite + "babel.SqlBabelParserImpl")
        .getField("FACTORY")
        .get(null);
    Method with = config.getMethod("withParserFactory", factory);
    Object configured = with.invoke(parser.getMethod("config").invoke(null), babel);
    Object instance =
        parser.getMethod("create", String.class, config).invoke(null, sql, configured);
    Object tree = parser.getMethod("parseQuery").invoke(instance);
    assertThat(tree.getClass().getName()).startsWith("dev.paceline.shaded.org.apache.calcite.");
    return tree.toString();
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static final class Records extends Handler {
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord logged) {
      messages.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
