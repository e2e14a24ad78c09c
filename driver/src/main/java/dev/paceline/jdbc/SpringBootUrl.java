package dev.paceline.jdbc;

import dev.paceline.config.PacelineConfig;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets a Spring Boot application change its URL and nothing else. Spring Boot takes a driver's class from its own list of
 * URLs and refuses one that is not there; and an application may name the native driver's class, which does not take our URL.
 * Found through {@code META-INF/spring.factories}; without Spring Boot nobody loads this class.
 */
final class SpringBootUrl implements EnvironmentPostProcessor {

  private static final String URL = "spring.datasource.url";
  private static final String DRIVER = "spring.datasource.driver-class-name";
  private static final String NATIVE_DRIVER = "org.postgresql.Driver";

  /** For Spring. */
  SpringBootUrl() {}

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String url = environment.getProperty(URL);
    // Another class than these two is somebody's wrapper, which knows what it takes.
    if (url != null
        && PacelineConfig.accepts(url)
        && NATIVE_DRIVER.equals(environment.getProperty(DRIVER, NATIVE_DRIVER))) {
      environment
          .getPropertySources()
          .addFirst(
              new MapPropertySource("paceline", Map.of(DRIVER, PacelineDriver.class.getName())));
    }
  }
}
