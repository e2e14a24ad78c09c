package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes that servers tell of. What they tell is a guess: a standby's address comes without its port, and either may
 * be that of a relay. So an address joins only when it answers as a server of this cluster that no known node stands for.
 *
 * <p>A server behind a relay is recognised by its start time and by its own address, so that a second way to it is never
 * taken for a second server, not even after its restart while the first way is cut.
 *
 * <p>Where replicas come and go by new addresses, as in containers, those that were found and are gone are forgotten after
 * {@link #FORGET_NANOS}, so that their ids can be given again. Seeds never are. Nobody is forgotten while there is no primary
 * that tells who replicates from it: a process that lost its network shall find its cluster as it was.
 */
final class Discovery implements Runnable {

  /** More rumours are not kept. */
  private static final int MAX_CANDIDATES = 64;

  private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LAST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** A node that was found is forgotten when it was out and named by no server for so long. */
  static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Monitor monitor;
  /** Guarded by itself. Addresses that do not answer, or that another node stands for, stay, and are asked seldom. */
  private final Map<HostAndPort, Candidate> candidates = new LinkedHashMap<>();

  /** Nodes that joined because they were found. Of the thread alone. */
  private final Set<HostAndPort> found = new HashSet<>();

  /** Since when found nodes are out and named by nobody. Guarded by {@link #candidates}. */
  private final Map<HostAndPort, Long> goneSince = new HashMap<>();

  /** Whether the primary has told who replicates from it since the last look for those who are gone. */
  private volatile boolean primaryTold;

  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  Discovery(Monitor monitor) {
    this.monitor = monitor;
  }

  /**
   * When to ask next, and how long to wait after that.
   *
   * @param due a reading of our clock
   * @param pause doubles each time
   * @param toldAt when a server spoke of it last, a reading of our clock
   */
  private record Candidate(long due, long pause, long toldAt) {}

  /** Takes in what a server told of its neighbours. */
  void told(
      HostAndPort asked,
      List<ProbeConnection.Downstream> downstreams,
      @Nullable ServerFacts facts) {
    List<HostAndPort> addresses = new ArrayList<>();
    for (ProbeConnection.Downstream downstream : downstreams) {
      addresses.add(StandbyAddress.guess(asked, downstream.host(), downstream.applicationName()));
    }
    if (facts != null && facts.upstream() != null) {
      addresses.add(facts.upstream());
    }
    long now = monitor.ticker().nanos();
    boolean news = false;
    synchronized (candidates) {
      for (HostAndPort address : addresses) {
        goneSince.remove(address);
        Candidate known = candidates.get(address);
        if (known != null) {
          candidates.put(address, new Candidate(known.due(), known.pause(), now));
        } else if (candidates.size() < MAX_CANDIDATES) {
          candidates.put(address, new Candidate(now, FIRST_RETRY_NANOS, now));
          news = true;
        }
      }
    }
    boolean primary = facts != null && facts.report().role() == Role.PRIMARY;
    primaryTold |= primary;
    if (news || (primary && thread != null)) {
      wake();
    }
  }

  private synchronized void wake() {
    Thread running = thread;
    if (closed) {
      return;
    }
    if (running == null) {
      running = new Thread(this, "paceline-discovery-" + monitor.name());
      running.setDaemon(true);
      thread = running;
      running.start();
    } else {
      LockSupport.unpark(running);
    }
  }

  @Override
  public void run() {
    while (!closed) {
      if (primaryTold) {
        primaryTold = false;
        forgetTheGone();
      }
      HostAndPort due = nextDue();
      if (due == null) {
        LockSupport.parkNanos(this, FIRST_RETRY_NANOS);
      } else if (ask(due)) {
        synchronized (candidates) {
          candidates.remove(due);
        }
      }
    }
  }

  private @Nullable HostAndPort nextDue() {
    long now = monitor.ticker().nanos();
    synchronized (candidates) {
      for (Map.Entry<HostAndPort, Candidate> entry : candidates.entrySet()) {
        Candidate candidate = entry.getValue();
        if (now - candidate.due() >= 0) {
          entry.setValue(new Candidate(
              now + candidate.pause(),
              Math.min(LAST_RETRY_NANOS, 2 * candidate.pause()),
              candidate.toldAt()));
          return entry.getKey();
        }
      }
    }
    return null;
  }

  /** Whether the address has joined, or is in use already. */
  private boolean ask(HostAndPort address) {
    Topology topology = monitor.topology();
    if (topology.named(address.toString()) != null) {
      return false;
    }
    if (topology.systemIdentifier().isEmpty()) {
      return false;
    }
    try (ProbeConnection connection = new ProbeConnection(
        monitor.connector().openForMonitor(address, monitor.timeout()), monitor.timeout())) {
      ServerFacts facts = connection.probe(/* asynchronousCommit= */ false);
      if (closed || !isNew(facts, topology.systemIdentifier())) {
        return false;
      }
      ClusterLog.info(
          monitor.name(),
          "found a node (node=" + address + ", role=" + facts.report().role() + ", lineage="
              + facts.report().lineage() + ")");
      return join(address);
    } catch (SQLException | RuntimeException e) {
      ClusterLog.debug(monitor.name(), "no node there (address=" + address + ")", e);
      return false;
    }
  }

  private boolean join(HostAndPort address) {
    if (monitor.join(address, /* seed= */ false)) {
      found.add(address);
      return true;
    }
    return false;
  }

  private void forgetTheGone() {
    long now = monitor.ticker().nanos();
    Topology topology = monitor.topology();
    if (topology.primary() == null) {
      return;
    }
    synchronized (candidates) {
      candidates.values().removeIf(candidate -> now - candidate.toldAt() >= FORGET_NANOS);
    }
    for (NodeState state : topology.nodes()) {
      HostAndPort address = new HostAndPort(state.node().host(), state.node().port());
      if (found.contains(address) && isGone(address, state, now)) {
        ClusterLog.info(
            monitor.name(),
            "a node is forgotten, as it is gone (node=" + state.node() + ", standing="
                + state.standing() + ", why=" + state.note() + ")");
        monitor.leave(state.node());
        found.remove(address);
      }
    }
  }

  /** Whether it was out at each look since long ago, and named by nobody in between. */
  private boolean isGone(HostAndPort address, NodeState state, long now) {
    synchronized (candidates) {
      if (!Monitor.isOut(state)) {
        goneSince.remove(address);
        return false;
      }
      Long since = goneSince.putIfAbsent(address, now);
      boolean gone = since != null && now - since >= FORGET_NANOS;
      if (gone) {
        goneSince.remove(address);
      }
      return gone;
    }
  }

  private boolean isNew(ServerFacts facts, String systemIdentifier) {
    if (!facts.report().lineage().systemIdentifier().equals(systemIdentifier)) {
      return false;
    }
    for (ServerFacts known : monitor.facts()) {
      HostAndPort own = facts.ownAddress();
      if (known.report().serverId().equals(facts.report().serverId())
          || (own != null && own.equals(known.ownAddress()))) {
        return false;
      }
    }
    return true;
  }

  synchronized void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      LockSupport.unpark(running);
    }
  }

  void awaitEnd(long deadline) {
    Thread running = thread;
    if (running != null) {
      Threads.join(running, deadline - monitor.ticker().nanos());
    }
  }
}
