package dev.paceline.clusterkit.junit;

import dev.paceline.clusterkit.postgresql.Launch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class get a running cluster as a parameter of type {@code PostgresCluster}, in methods or the constructor.
 *
 * <p>Classes that ask for the same cluster share one: it stays up from test to test, with the tables that tests made, so use
 * names of your own. Relays are healed after each test. A test that changes roles, stops servers or pauses replay leaves a
 * cluster that is not given to the next test; say {@link Breaks} where only you can know. All clusters end with the test run.
 *
 * <p>Tests that run at the same time share the cluster at the same time: those that break it must not.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {

  /** How many standbys of the primary. */
  int standbys() default 2;

  /** For each standby of a standby, the name of the node that it replicates from; they are made after the others. */
  String[] cascading() default {};

  /** Server settings for all nodes, each as {@code name=value}. */
  String[] settings() default {};

  /** Whether each node has a loopback address of its own, and all the same port. */
  boolean ownAddresses() default false;

  /** Where the servers run. */
  Launch launch() default Launch.EMBEDDED;
}
