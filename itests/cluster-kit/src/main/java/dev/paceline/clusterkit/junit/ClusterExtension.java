package dev.paceline.clusterkit.junit;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresClusterBuilder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives clusters to tests; see {@link ClusterTest}. */
public final class ClusterExtension implements ParameterResolver, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  /** For JUnit. */
  public ClusterExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PostgresCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return shared(context).get();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    boolean breaks = AnnotationSupport.isAnnotated(context.getElement(), Breaks.class)
        || AnnotationSupport.isAnnotated(context.getTestClass(), Breaks.class);
    shared(context).afterTest(context.getDisplayName(), breaks);
  }

  /** One for each kind of cluster in the root of the test run, which closes it at the end. */
  private static SharedCluster shared(ExtensionContext context) {
    PostgresClusterBuilder builder =
        builder(AnnotationSupport.findAnnotation(context.getTestClass(), ClusterTest.class)
            .orElseThrow(() -> new IllegalStateException(
                context.getDisplayName() + " needs @ClusterTest on its class")));
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            builder.description(), key -> new SharedCluster(builder), SharedCluster.class);
  }

  private static PostgresClusterBuilder builder(ClusterTest test) {
    PostgresClusterBuilder builder =
        PostgresCluster.builder().standbys(test.standbys()).launch(test.launch());
    for (String upstream : test.cascading()) {
      builder.cascadingStandby(upstream);
    }
    for (String setting : test.settings()) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a setting is name=value, not " + setting);
      }
      builder.setting(
          setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return test.ownAddresses() ? builder.ownAddresses() : builder;
  }
}
