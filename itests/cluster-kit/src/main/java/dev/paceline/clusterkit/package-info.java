/**
 * This package knows how to keep real database servers on this machine: where they live, how they are run without
 * privileges, how long anything may take, and that nothing of them is left behind.
 *
 * <p>The packages below it know the databases: {@link dev.paceline.clusterkit.postgresql} starts PostgreSQL clusters,
 * {@link dev.paceline.clusterkit.relay} breaks networks, {@code dev.paceline.clusterkit.junit} brings clusters into tests:
 *
 * <pre>{@code
 * @ClusterTest(standbys = 2)
 * class OrdersTest {
 *   @Test
 *   void order_isSeenOnStandby(PostgresCluster cluster) throws SQLException {
 *     cluster.primary().execute("CREATE TABLE orders (id int)", "INSERT INTO orders VALUES (1)");
 *     cluster.awaitInSync();
 *     cluster.node("n2").clientRelay().delay(Duration.ofMillis(50));
 *     try (Connection c = cluster.node("n2").connect()) {
 *       // ask the standby, 50 ms away
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Without JUnit: {@code try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) { ... }}.
 */
@NullMarked
package dev.paceline.clusterkit;

import org.jspecify.annotations.NullMarked;
