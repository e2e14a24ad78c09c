package dev.paceline.suites.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.orm.ObjectOptimisticLockingFailureException;

/**
 * What the application's owner expects of it. Two subclasses start it with two URLs and change nothing else.
 *
 * <p>Each has a database of its own on the same cluster, so that migrations run for both.
 */
@ClusterTest(standbys = 2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShopContract {

  final PostgresCluster cluster;
  private ConfigurableApplicationContext application;
  Shop shop;
  CustomerRepository customers;
  private PurchaseRepository purchases;
  JdbcTemplate jdbc;

  ShopContract(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** The name of the database that this class has for itself. */
  abstract String database();

  /** All that differs. */
  abstract String url();

  /** The ports of the servers that may answer a read. */
  abstract Set<Integer> portsOfReads();

  @BeforeAll
  void start() {
    cluster.primary().execute("CREATE DATABASE " + database());
    cluster.awaitInSync();
    application =
        new SpringApplicationBuilder(ShopApplication.class).run("--spring.datasource.url=" + url());
    shop = application.getBean(Shop.class);
    customers = application.getBean(CustomerRepository.class);
    purchases = application.getBean(PurchaseRepository.class);
    jdbc = application.getBean(JdbcTemplate.class);
  }

  @AfterAll
  void stop() {
    if (application != null) {
      application.close();
    }
  }

  @Test
  void flyway_migratedAndSaysSo() {
    Flyway flyway = application.getBean(Flyway.class);

    assertThat(flyway.info().applied())
        .extracting(m -> m.getVersion().toString())
        .containsExactly("1", "2");
    assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
  }

  @Test
  void save_thenEveryKindOfRead_seesIt() {
    for (int i = 0; i < 30; i++) {
      String email = "seen" + i + "@example.org";
      Customer saved = shop.register("seen " + i, email);

      assertThat(customers.findById(saved.getId())).isPresent();
      assertThat(customers.findByEmail(email))
          .get()
          .satisfies(c -> assertThat(c.getReference()).isEqualTo(saved.getReference()));
      assertThat(shop.report("seen " + i)).hasSize(1);
      assertThat(jdbc.queryForObject(
              "SELECT preferences ->> 'language' FROM customer WHERE email = ?",
              String.class,
              email))
          .isEqualTo("en");
    }
    assertThat(customers.countByNameStartingWith("seen")).isEqualTo(30);
  }

  @Test
  void buy_linesAreBatchedAndFetched() {
    shop.register("buyer", "buyer@example.org");
    long id = 0;
    for (int i = 1; i <= 7; i++) {
      id = shop.buy("buyer@example.org", Map.of("bell", i, "chain", 2 * i, "tyre", 1));
    }

    Purchase last = purchases.findWithLinesById(id).orElseThrow();
    assertThat(last.getLines()).hasSize(3);
    assertThat(last.getCustomer().getEmail()).isEqualTo("buyer@example.org");
    assertThat(purchases.bestSellers("buyer@example.org"))
        .containsExactly("chain:56", "bell:28", "tyre:7");
    var page = purchases.findByCustomerEmail(
        "buyer@example.org", PageRequest.of(1, 3, Sort.by("id").descending()));
    assertThat(page.getTotalElements()).isEqualTo(7);
    assertThat(page.getContent()).hasSize(3);
  }

  @Test
  void rename_bulkUpdateIsSeen() {
    shop.register("old name", "rename@example.org");

    assertThat(shop.rename("rename@example.org", "new name")).isEqualTo(1);
    assertThat(customers.findByEmail("rename@example.org").orElseThrow().getName())
        .isEqualTo("new name");
  }

  @Test
  void exceptionInTransaction_rollsBack() {
    assertThatThrownBy(() -> shop.registerAndFail("nobody", "nobody@example.org"))
        .isInstanceOf(IllegalStateException.class);

    assertThat(customers.findByEmail("nobody@example.org")).isEmpty();
  }

  @Test
  void duplicateEmail_isAViolationOfTheNamedConstraint() {
    shop.register("first", "twice@example.org");

    assertThatThrownBy(() -> shop.register("second", "twice@example.org"))
        .isInstanceOf(DataIntegrityViolationException.class)
        .cause()
        .isInstanceOfSatisfying(ConstraintViolationException.class, e -> {
          assertThat(e.getConstraintName()).isEqualTo("customer_email_key");
          assertThat(e.getSQLState()).isEqualTo("23505");
        });
  }

  @Test
  void staleEntity_failsOptimistically() {
    Customer stale = shop.register("version 0", "version@example.org");
    Customer current = customers.findById(stale.getId()).orElseThrow();
    current.setName("version 1");
    customers.save(current);
    stale.setName("version 1 as well");

    assertThatThrownBy(() -> customers.save(stale))
        .isInstanceOf(ObjectOptimisticLockingFailureException.class);
  }

  @Test
  void writesAndLocks_runOnThePrimary() {
    int primary = cluster.primary().port();
    Customer customer = shop.register("locked", "locked@example.org");

    assertThat(shop.portOfRegistration("written", "written@example.org")).isEqualTo(primary);
    assertThat(shop.renameLocked(customer.getId(), "unlocked")).isEqualTo(primary);
    assertThat(customers.findById(customer.getId()).orElseThrow().getName()).isEqualTo("unlocked");
  }

  @Test
  void readOnlyTransactionsAndPlainReads_runWhereReadsBelong() {
    shop.register("reader", "reader@example.org");
    cluster.awaitInSync();
    // The replicas have it, and the driver gets to know that within a moment.
    Await.until(
        "a report where reads belong",
        Duration.ofSeconds(20),
        () -> portsOfReads().contains(shop.portOfReport("reader%")));

    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ports.add(shop.portOfReport("reader%"));
      ports.add(jdbc.queryForObject(
          "SELECT inet_server_port() FROM customer WHERE name = 'reader'", Integer.class));
    }
    assertThat(ports).isSubsetOf(portsOfReads());
  }

  @Test
  void repeatableRead_hasOneSnapshot() {
    boolean agree = shop.countsAgree("snapshot", () -> jdbcElsewhere("snapshot"));

    assertThat(agree).isTrue();
    assertThat(customers.countByNameStartingWith("snapshot")).isEqualTo(1);
  }

  /** Registers in another thread, so in a transaction and on a connection of its own. */
  private void jdbcElsewhere(String name) {
    ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    try {
      elsewhere.submit(() -> shop.register(name, name + "@example.org")).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      elsewhere.shutdown();
    }
  }

  @Test
  void serializable_counts() {
    shop.register("serial", "serial@example.org");

    assertThat(shop.countSerializable("serial")).isEqualTo(1);
  }

  @Test
  void writeInReadOnlyTransaction_isRefusedByTheServer() {
    shop.register("constant", "constant@example.org");

    assertThatThrownBy(() -> shop.renameInReadOnlyTransaction("constant@example.org", "variable"))
        .rootCause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    assertThat(customers.findByEmail("constant@example.org").orElseThrow().getName())
        .isEqualTo("constant");
  }

  @Test
  void stream_readsWithACursor() {
    for (int i = 0; i < 120; i++) {
      shop.register("stream %03d".formatted(i), "stream" + i + "@example.org");
    }

    assertThat(shop.names("stream")).hasSize(120).startsWith("stream 000").endsWith("stream 119");
  }

  @Test
  void jdbcTemplate_generatedKeysBatchesAndFunctions() {
    GeneratedKeyHolder keys = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          PreparedStatement insert = connection.prepareStatement(
              "INSERT INTO customer (version, name, email, reference, since)"
                  + " VALUES (0, 'keys', 'keys@example.org', gen_random_uuid(), now())",
              new String[] {"id"});
          return insert;
        },
        keys);
    long id = keys.getKey().longValue();
    assertThat(jdbc.queryForObject("SELECT name FROM customer WHERE id = ?", String.class, id))
        .isEqualTo("keys");

    int[] counts = jdbc.batchUpdate(
        "UPDATE customer SET name = ? WHERE id = ?",
        List.of(new Object[] {"batch 1", id}, new Object[] {"batch 2", -1L}));
    assertThat(counts).containsExactly(1, 0);
    assertThat(jdbc.queryForObject("SELECT name FROM customer WHERE id = ?", String.class, id))
        .isEqualTo("batch 1");

    long purchase = shop.buy("keys@example.org", Map.of("saddle", 1));
    jdbc.query("SELECT ship(?)", rows -> {}, purchase);
    assertThat(purchases.findById(purchase).orElseThrow().getState())
        .isEqualTo("SHIPPED; on its way");
  }

  @Test
  void manyThreads_seeTheirOwnWrites() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> results = IntStream.range(0, 8)
          .mapToObj(t -> threads.submit(() -> {
            for (int i = 0; i < 25; i++) {
              String email = "thread" + t + "." + i + "@example.org";
              shop.register("thread " + t, email);
              if (customers.findByEmail(email).isEmpty()
                  || customers.countByNameStartingWith("thread " + t) != i + 1) {
                return false;
              }
            }
            return true;
          }))
          .toList();
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
