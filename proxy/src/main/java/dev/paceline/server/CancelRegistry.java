package dev.paceline.server;

import dev.paceline.session.postgres.ClientSession;
import dev.paceline.wire.postgres.BackendKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which session a cancel request means. Thread-safe. */
final class CancelRegistry {

  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger lastProcess = new AtomicInteger(random.nextInt(1 << 20));
  private final Map<BackendKey, ClientSession> sessions = new ConcurrentHashMap<>();

  /** A key that nobody has: a process id without its highest bit, and four bytes that cannot be guessed, as protocol 3.0 has it. */
  BackendKey newKey() {
    byte[] secret = ByteBuffer.allocate(Integer.BYTES).putInt(random.nextInt()).array();
    return new BackendKey(lastProcess.incrementAndGet() & Integer.MAX_VALUE, secret);
  }

  void add(BackendKey key, ClientSession session) {
    sessions.put(key, session);
  }

  void remove(BackendKey key) {
    sessions.remove(key);
  }

  @Nullable
  ClientSession find(BackendKey key) {
    return sessions.get(key);
  }

  int size() {
    return sessions.size();
  }
}
