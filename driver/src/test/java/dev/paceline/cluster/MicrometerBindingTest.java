package dev.paceline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.config.PacelineConfig;
import dev.paceline.config.Ticker;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.position.Lineage;
import dev.paceline.position.Lsn;
import dev.paceline.routing.Reason;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.sql.StatementClass;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeReport;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import dev.paceline.topology.TopologyEvent;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrometerBindingTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RouteCounters counters = new RouteCounters();
  private Monitor monitor;
  private Pools pools;

  @BeforeEach
  void bindNothingYet() {
    Metrics.addRegistry(registry);
    // The port is one that nobody listens on: this test is about what is shown, not about servers.
    PacelineConfig config =
        PacelineConfig.of("jdbc:paceline:postgresql://127.0.0.1:1/test", new Properties());
    NativeConnector connector = new NativeConnector(config);
    monitor = new Monitor(config, connector, Ticker.system(), new Monitor.Listener() {
      @Override
      public void changed(Topology before, Topology after) {}

      @Override
      public void left(Node node) {}

      @Override
      public void catalogueIs(String fingerprint) {}
    });
    pools = new Pools(config, connector, Ticker.system(), (node, error) -> {}, monitor::topology);
    monitor.start(config.seeds());
  }

  @AfterEach
  void removeRegistry() {
    monitor.close();
    Metrics.removeRegistry(registry);
  }

  private Search find(String name) {
    return registry.find(name).tag("cluster", "metered").tag("node", "127.0.0.1:1");
  }

  @Test
  void bind_showsNodesPoolsAndStatements_closeRemovesThem() {
    Node node = monitor.topology().nodes().get(0).node();
    counters.count(node, StatementClass.READ, Reason.REPLICA_COVERS);
    StatementAnalyzer analyzer = new StatementAnalyzer(PostgresqlDialect.INSTANCE, Runnable::run);
    MetricsBinding binding = MetricsBinding.bind("metered", monitor, pools, counters, analyzer);
    for (String sql : List.of("SELECT 1", "SELECT 1", "SELECT 2", "SELECT a FROM b")) {
      analyzer.plan(sql, LexicalSettings.DEFAULT);
    }
    counters.count(node, StatementClass.READ, Reason.REPLICA_COVERS);
    counters.count(node, StatementClass.WRITE, Reason.STATEMENT_NEEDS_PRIMARY);
    monitor.learn(
        node,
        new TopologyEvent.Probed(
            0,
            new NodeReport(Role.PRIMARY, new Lineage("1", 1), new Lsn(1), "server", false),
            Ticker.system().nanos(),
            1));

    assertThat(find("paceline.statements")
            .tag("class", "read")
            .tag("reason", "replica_covers")
            .functionCounter()
            .count())
        .isEqualTo(2);
    assertThat(
            find("paceline.statements").tag("class", "write").functionCounter().count())
        .isEqualTo(1);
    assertThat(registry.find("paceline.plans.new.texts").functionCounter().count())
        .isEqualTo(3);
    assertThat(registry.find("paceline.plans.new.digests").functionCounter().count())
        .isEqualTo(2);
    assertThat(find("paceline.node.in.service").gauge()).isNotNull();
    assertThat(find("paceline.node.lag.seconds").gauge()).isNotNull();
    for (String state : List.of("active", "idle", "waiting")) {
      assertThat(find("paceline.pool.connections").tag("state", state).gauge().value())
          .isZero();
    }

    binding.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void forget_removesWhatIsOfTheNode_andCountsBeginAnew() {
    Node node = monitor.topology().nodes().get(0).node();
    StatementAnalyzer analyzer = new StatementAnalyzer(PostgresqlDialect.INSTANCE, Runnable::run);
    MetricsBinding binding = MetricsBinding.bind("metered", monitor, pools, counters, analyzer);
    counters.count(node, StatementClass.READ, Reason.REPLICA_COVERS);
    binding.forget(node);
    counters.forget(node);
    assertThat(registry.getMeters()).allMatch(m -> m.getId().getTag("node") == null);

    counters.count(node, StatementClass.READ, Reason.REPLICA_COVERS);
    assertThat(find("paceline.statements").functionCounter().count()).isEqualTo(1);
    counters.count(new Node(0, "other", 1), StatementClass.READ, Reason.REPLICA_COVERS);
    assertThat(find("paceline.statements").functionCounter().count()).isEqualTo(1);
    assertThat(registry.find("paceline.statements").tag("node", "other:1").meters())
        .as("a node that does not belong to the cluster")
        .isEmpty();
    binding.close();
  }
}
