package dev.paceline.auth;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections come from where. Thread-safe. */
public final class AddressCounts {

  private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();

  /** One more. @return how many there are with it */
  public int add(InetAddress address) {
    return counts.merge(address, 1, Integer::sum);
  }

  /** One less. */
  public void remove(InetAddress address) {
    counts.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
  }

  /** How many there are now. */
  public int count(InetAddress address) {
    return counts.getOrDefault(address, 0);
  }
}
