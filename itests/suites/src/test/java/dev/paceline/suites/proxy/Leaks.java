package dev.paceline.suites.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Netty's leak detector at its most watchful, and what it has said. */
final class Leaks {

  private static final String CANARY = "canary that is leaked on purpose ";

  private static final AtomicInteger CANARIES = new AtomicInteger();

  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  /** Held here, since a logger that nobody holds loses its handlers. */
  private static final Logger LOGGER = Logger.getLogger(ResourceLeakDetector.class.getName());

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    LOGGER.addHandler(new Handler() {
      @Override
      public void publish(LogRecord log) {
        if (log.getMessage().contains("LEAK")) {
          REPORTS.add(log.getMessage());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    });
  }

  private Leaks() {}

  /** From now on every buffer is watched. */
  static void watch() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
  }

  /**
   * Fails if a buffer was dropped without being released. To know that the detector has looked, a buffer is leaked on purpose:
   * when that one is reported, those that were dropped before it are too.
   */
  static void assertNone() {
    String canary =
        CANARY + CANARIES.incrementAndGet() + '.'; // what looks the same is reported once only
    leak(canary);
    Await.until("the leak detector to find the canary", Duration.ofSeconds(30), () -> {
      System.gc();
      for (int i = 0; i < 50; i++) {
        ByteBufAllocator.DEFAULT.buffer(16).release(); // whoever allocates also reports
      }
      return REPORTS.stream().anyMatch(report -> report.contains(canary));
    });
    REPORTS.removeIf(report -> report.contains(CANARY));
    assertThat(REPORTS).isEmpty();
  }

  private static void leak(String hint) {
    ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(64);
    buffer.writeZero(8);
    buffer.touch(hint);
  }
}
