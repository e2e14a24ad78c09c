package dev.paceline.routing;

import dev.paceline.config.BalancerKind;
import dev.paceline.config.Freshness;
import dev.paceline.config.WhenStale;
import dev.paceline.position.Lineage;
import dev.paceline.position.Lsn;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeReport;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.TopologyConfig;
import dev.paceline.topology.TopologyEvent;
import dev.paceline.topology.TopologyMachine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A primary, two standbys, a sampler and some sessions in virtual time: everything random comes from one seed, so that a
 * run that fails replays.
 *
 * <p>A commit is a number in the order of the log. It is first flushed (and so on its way to standbys), then visible on
 * the primary, then acknowledged. Standbys replay the log in order, at their own pace, and sometimes not at all.
 */
final class World {

  /** What is left out, to show that the checks would find it. */
  enum Mutation {
    NONE,
    NO_FLOORS,
    NO_UNDER_WAY,
    NO_SETTLING,
    NO_CATCH_UP,
    NO_MARKS
  }

  /** A promise that was not kept. */
  record Violation(String guarantee, String what) {}

  private static final Lineage LINEAGE = new Lineage("7000000000000000001", 1);
  private static final int STANDBYS = 2;
  private static final int[] TABLE = {"t".hashCode()};

  private final Random random;
  private final Freshness freshness;
  private final Mutation mutation;
  private final StatementPlan read;
  private final Floors floors = new Floors(0);
  private final Router router;
  private final TopologyMachine machine;
  private final List<Runnable> dueLater = new ArrayList<>();

  private long now = 1_000;
  private int flushed;
  private final BitSet visible = new BitSet();
  private final BitSet acknowledged = new BitSet();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final int[] replayed = new int[STANDBYS];
  /** When each commit was acknowledged, by its number. */
  private final List<Long> acknowledgedAt = new ArrayList<>();

  private final List<Client> clients = new ArrayList<>();
  final List<Violation> violations = new ArrayList<>();
  int replicaReads;
  int reads;

  private record Pending(int commit, @Nullable Client writer) {}

  World(long seed, Freshness freshness, Mutation mutation, StatementPlan read) {
    this.random = new Random(seed);
    this.freshness = freshness;
    this.mutation = mutation;
    this.read = read;
    this.router = new Router(floors, new NodeLoads(), java.util.Map.of(), random::nextInt);
    this.machine = new TopologyMachine(TopologyConfig.withMaxLag(3_600_000_000_000L), now);
    for (int id = 0; id <= STANDBYS; id++) {
      machine.step(new TopologyEvent.Joined(new Node(id, "n" + id, 1), true), now);
    }
    for (int id = 0; id <= STANDBYS; id++) {
      Role role = id == 0 ? Role.PRIMARY : Role.REPLICA;
      NodeReport report = new NodeReport(role, LINEAGE, new Lsn(0), "server" + id, false);
      machine.step(new TopologyEvent.Probed(id, report, now, 1), now);
      now += 500_000_000;
    }
    for (int i = 0; i < 4; i++) {
      clients.add(new Client());
    }
  }

  /** Lets so many things happen. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      now += 1 + random.nextInt(1_000_000);
      step();
    }
  }

  private void step() {
    int what = random.nextInt(100);
    if (what < 12) {
      answerLater();
    } else if (what < 30) {
      sample(random.nextInt(STANDBYS + 1));
    } else if (what < 45) {
      int standby = random.nextInt(STANDBYS);
      replayed[standby] = Math.min(flushed, replayed[standby] + random.nextInt(4));
    } else if (what < 52) {
      begin(random.nextInt(4) == 0 ? null : client());
    } else if (what < 62) {
      flush();
    } else if (what < 72) {
      acknowledge();
    } else {
      client().read();
    }
  }

  private Client client() {
    return clients.get(random.nextInt(clients.size()));
  }

  // Writes: begun, flushed, visible and acknowledged

  /** Who writes; null stands for a stranger, whose writes this process knows nothing of. */
  private final List<@Nullable Client> begun = new ArrayList<>();

  private final BitSet ours = new BitSet();

  private void begin(@Nullable Client writer) {
    if (writer != null && mutation != Mutation.NO_UNDER_WAY) {
      floors.writeBegins(TABLE, true);
    }
    begun.add(writer);
  }

  private void flush() {
    if (!begun.isEmpty()) {
      Client writer = begun.remove(random.nextInt(begun.size()));
      pending.add(new Pending(flushed, writer));
      acknowledgedAt.add(Long.MAX_VALUE);
      ours.set(flushed, writer != null);
      flushed++;
    }
  }

  private void acknowledge() {
    Pending done = pending.poll();
    if (done == null) {
      return;
    }
    visible.set(done.commit());
    acknowledgedAt.set(done.commit(), now);
    Client writer = done.writer();
    if (writer == null) {
      return;
    }
    acknowledged.set(done.commit());
    if (mutation != Mutation.NO_FLOORS) {
      if (mutation == Mutation.NO_UNDER_WAY) {
        floors.writeBegins(TABLE, true);
      }
      floors.writeEnds(TABLE, true, now);
    } else {
      floors.writeEnds(TABLE, true, 0);
    }
    writer.own.set(done.commit());
    if (mutation != Mutation.NO_FLOORS) {
      writer.marks.writeEnded(TABLE, true, now);
    }
  }

  // The sampler

  private void sample(int node) {
    long sentAt = now;
    long position = node == 0 ? flushed : replayed[node - 1];
    // The answer arrives later, and sometimes after that of a later question to another node.
    dueLater.add(
        () -> machine.step(new TopologyEvent.Sampled(node, new Lsn(position), sentAt), now));
    if (random.nextBoolean()) {
      answerLater();
    }
  }

  private void answerLater() {
    if (!dueLater.isEmpty()) {
      dueLater.remove(0).run();
    }
  }

  // Reads

  private BitSet sees(NodeState node) {
    if (node.node().id() == 0) {
      return (BitSet) visible.clone();
    }
    BitSet seen = new BitSet();
    seen.set(0, replayed[node.node().id() - 1]);
    return seen;
  }

  /** Whatever any client has seen: an application behind an outer pool is all of them. */
  private final BitSet seenByAnybody = new BitSet();

  private final class Client implements RoutedSession {

    private final ReadMarks marks = new ReadMarks();
    private final BitSet own = new BitSet();
    private final BitSet seen = new BitSet();

    private @Nullable RouteDecision routed;
    private BitSet acknowledgedBefore = new BitSet();
    private BitSet seenBefore = new BitSet();
    private BitSet ownBefore = new BitSet();
    private long began;

    /** Routes a read, or lets the server answer one that is on its way. */
    void read() {
      RouteDecision decision = routed;
      if (decision == null) {
        acknowledgedBefore = (BitSet) acknowledged.clone();
        seenBefore = (BitSet) seenByAnybody.clone();
        ownBefore = (BitSet) own.clone();
        began = now;
        routed = router.route(this, Unit.STATEMENT, read, machine.topology(), false, now);
        return;
      }
      NodeState node = decision.node();
      if (node == null || answered(node)) {
        routed = null;
      }
    }

    /** False if the primary has to be waited for. */
    private boolean answered(NodeState routedTo) {
      NodeState node = routedTo;
      BitSet answer = sees(node);
      boolean settled = router.settled(this, read) || mutation == Mutation.NO_SETTLING;
      if (node.node().id() != 0 && !settled) {
        node = machine.topology().nodes().get(0);
        answer = sees(node);
      }
      boolean primary = node.node().id() == 0;
      if (primary && !caughtUp()) {
        return false;
      }
      reads++;
      replicaReads += primary ? 0 : 1;
      check(answer, acknowledgedBefore);
      seen.or(answer);
      if (mutation != Mutation.NO_MARKS) {
        marks.readEnded(node, primary, now);
      }
      return true;
    }

    /** What the doors do with a snapshot of the primary and the commits that a replica knows. */
    private boolean caughtUp() {
      if (!marks.aheadOfPrimary() || mutation == Mutation.NO_CATCH_UP) {
        return true;
      }
      NodeState witness = marks.witness(machine.topology());
      BitSet hidden = new BitSet();
      hidden.set(0, witness == null ? flushed : replayed[witness.node().id() - 1]);
      hidden.andNot(visible);
      if (hidden.isEmpty()) {
        marks.primaryCaughtUp();
      }
      return hidden.isEmpty();
    }

    private void check(BitSet answer, BitSet acknowledgedThen) {
      switch (freshness.kind()) {
        case PROCESS -> {
          expect("read your writes", acknowledgedThen, answer);
          expect("monotonic reads of an outer pool", seenBefore, answer);
          BitSet seenOfOurs = (BitSet) answer.clone();
          seenOfOurs.and(ours);
          seenByAnybody.or(seenOfOurs);
        }
        case SESSION -> expect("read your writes", ownBefore, answer);
        case WITHIN ->
          expect("bounded staleness", acknowledgedAsOf(began - freshness.nanos()), answer);
        case LATEST, ANY -> {}
      }
      expect("monotonic reads", seen, answer);
    }

    private void expect(String guarantee, BitSet wanted, BitSet answer) {
      BitSet missing = (BitSet) wanted.clone();
      missing.andNot(answer);
      if (!missing.isEmpty()) {
        violations.add(
            new Violation(guarantee, "at " + now + " commits " + missing + " are missing"));
      }
    }

    @Override
    public Freshness freshness() {
      return freshness;
    }

    @Override
    public WhenStale whenStale() {
      return WhenStale.PRIMARY;
    }

    @Override
    public ReadMarks marks() {
      return marks;
    }

    @Override
    public int affinity() {
      return 0;
    }

    @Override
    public BalancerKind balancer() {
      return BalancerKind.RANDOM;
    }

    @Override
    public boolean hintsObeyed() {
      return true;
    }
  }

  private BitSet acknowledgedAsOf(long time) {
    BitSet before = new BitSet();
    for (int i = 0; i < acknowledgedAt.size(); i++) {
      if (acknowledgedAt.get(i) <= time) {
        before.set(i);
      }
    }
    return before;
  }
}
