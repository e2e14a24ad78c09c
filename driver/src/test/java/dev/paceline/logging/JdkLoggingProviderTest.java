package dev.paceline.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkLoggingProviderTest {
  private final List<LogRecord> seen = new ArrayList<>();
  private final Logger jdk = Logger.getLogger("com.zaxxer.hikari.pool.HikariPool");
  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord logged) {
      seen.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    jdk.setUseParentHandlers(false);
    jdk.setLevel(Level.INFO);
    jdk.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    jdk.removeHandler(handler);
    jdk.setUseParentHandlers(true);
    jdk.setLevel(null);
  }

  @Test
  void logger_ofRelocatedClass_writesUnderTheNamePeopleKnow() {
    var logger = new JdkLoggingProvider()
        .getLoggerFactory()
        .getLogger("dev.paceline.shaded.com.zaxxer.hikari.pool.HikariPool");
    var cause = new IllegalStateException("why");

    logger.warn("{} - {} of {}", "pool", 1, 2, cause);
    logger.debug("not asked for");

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).getLevel()).isEqualTo(Level.WARNING);
    assertThat(seen.get(0).getMessage()).isEqualTo("pool - 1 of 2");
    assertThat(seen.get(0).getThrown()).isSameAs(cause);
    assertThat(logger.isInfoEnabled()).isTrue();
    assertThat(logger.isDebugEnabled()).isFalse();
  }

  @Test
  void factory_askedTwice_givesTheSameLogger() {
    var factory = new JdkLoggingProvider().getLoggerFactory();

    assertThat(factory.getLogger("a")).isSameAs(factory.getLogger("a"));
  }
}
