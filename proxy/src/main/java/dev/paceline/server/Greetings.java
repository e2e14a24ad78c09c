package dev.paceline.server;

import dev.paceline.backend.ServerIdentity;
import dev.paceline.session.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What clients were told when they connected, for those who come with the same wishes: a connection is then made without asking a
 * server. Bounded, and forgotten after a while. Thread-safe.
 */
final class Greetings {

  private static final int LIMIT = 1_000;
  private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Key(ServerIdentity identity, String settings) {}

  private record Entry(Greeting greeting, long madeAt) {}

  private final Map<Key, Entry> known = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
      return size() > LIMIT;
    }
  };

  synchronized @Nullable Greeting get(ServerIdentity identity, Settings settings) {
    Entry entry = known.get(new Key(identity, settings.toString()));
    return entry == null || System.nanoTime() - entry.madeAt() > LIFE_NANOS
        ? null
        : entry.greeting();
  }

  synchronized void put(ServerIdentity identity, Settings settings, Greeting greeting) {
    known.put(new Key(identity, settings.toString()), new Entry(greeting, System.nanoTime()));
  }
}
