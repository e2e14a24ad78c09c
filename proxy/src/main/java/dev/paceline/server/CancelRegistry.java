package dev.paceline.server;

import dev.paceline.backend.ServerIdentity;
import dev.paceline.session.postgres.ClientSession;
import dev.paceline.wire.postgres.BackendKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The sessions that there are, by what a cancel request shows. Thread-safe. */
final class CancelRegistry {

  /**
   * A session.
   *
   * @param connectedAt milliseconds since 1970
   */
  record Entry(BackendKey key, ClientSession session, ServerIdentity identity, long connectedAt) {}

  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger lastProcess = new AtomicInteger(random.nextInt(1 << 20));
  private final Map<BackendKey, Entry> sessions = new ConcurrentHashMap<>();

  /** A key that nobody has: a process id without its highest bit, and four bytes that cannot be guessed, as protocol 3.0 has it. */
  BackendKey newKey() {
    byte[] secret = ByteBuffer.allocate(Integer.BYTES).putInt(random.nextInt()).array();
    return new BackendKey(lastProcess.incrementAndGet() & Integer.MAX_VALUE, secret);
  }

  void add(BackendKey key, ClientSession session, ServerIdentity identity) {
    sessions.put(key, new Entry(key, session, identity, System.currentTimeMillis()));
  }

  void remove(BackendKey key) {
    sessions.remove(key);
  }

  @Nullable
  ClientSession find(BackendKey key) {
    Entry entry = sessions.get(key);
    return entry == null ? null : entry.session();
  }

  /** All of them, as they come and go. */
  Collection<Entry> entries() {
    return sessions.values();
  }

  int size() {
    return sessions.size();
  }
}
