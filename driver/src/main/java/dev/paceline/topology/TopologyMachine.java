package dev.paceline.topology;

import dev.paceline.position.Lineage;
import dev.paceline.position.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next {@link Topology} from the last one and an event. Pure: the same events at the same times give the same
 * pictures.
 *
 * <p>Standing of a node, <i>From =&gt; To: trigger</i> (anything else throws):
 *
 * <pre>
 * any       =&gt; DOWN:      a probe failed, or traffic could not connect
 * any       =&gt; FOREIGN:   it belongs to another cluster, or is another name of a server that is known,
 *                         or accepts writes on a timeline that the cluster has left
 * any       =&gt; UNKNOWN:   it answered, but its role is in doubt, two nodes accept writes,
 *                         a newer timeline exists elsewhere, or too little is known yet
 *   primary
 * any       =&gt; IN:        it alone accepts writes on the highest timeline that was ever seen
 *   replica
 * UNKNOWN   =&gt; IN:        good for the first time
 * UNKNOWN   =&gt; RETURNING: good once, after it was out
 * DOWN      =&gt; RETURNING: good once
 * FOREIGN   =&gt; RETURNING: good once
 * LAGGING   =&gt; RETURNING: good once
 * RETURNING =&gt; IN:        good again, long enough after
 * any       =&gt; LAGGING:   behind by more than the limit, or on another timeline than the primary
 * </pre>
 *
 * <p>A replica is <i>good</i> when its position is in the ring of the primary's samples and younger than the limit, or when
 * no primary was ever seen. Lag is judged against the newest sample of the primary, not against the present moment: an
 * idle or dead primary ages nobody, a paused, delayed or cut-off replica ages as long as the primary is sampled. It is
 * judged when the replica itself answers, never because only the primary did.
 *
 * <p>A node that is full keeps its standing, whatever that is: it runs, and the connections that others have to it work. A
 * replica is not known to be the same as before, though, as nobody saw it since its last connection to the monitor ended:
 * until it answers again it has no position, and serves only reads that require nothing.
 *
 * <p>Not safe for use by several threads.
 */
public final class TopologyMachine {

  private final TopologyConfig config;
  private final LagRing ring;
  private final ClusterIdentity identity;
  /** In the order of ids. */
  private final List<NodeTrack> tracks = new ArrayList<>();

  private final List<String> alarms = new ArrayList<>();

  /** The highest timeline that any node of the cluster ever told; 0 before the first. */
  private int highestTimeline;
  /** Whether more than one timeline was ever seen: then an untold timeline compares with nothing. */
  private boolean timelinesDiffer;
  /** Whose samples the ring holds; null if it is empty. */
  private @Nullable NodeTrack ringOwner;

  private int ringTimeline;

  private @Nullable NodeTrack primary;
  private Topology topology;
  private long generations;

  /** Starts with no node. */
  public TopologyMachine(TopologyConfig config, long now) {
    this.config = config;
    // Twice the limit: what is beyond the limit can still be told by how much.
    this.ring = new LagRing(config.ringCapacity(), 2 * config.maxLag());
    this.identity = new ClusterIdentity(config.identityGrace());
    this.topology = Topology.empty(now);
  }

  /** The last picture. */
  public Topology topology() {
    return topology;
  }

  /**
   * Learns something.
   *
   * @param now a reading of our clock, not before that of the last step
   * @return the new picture
   * @throws IllegalArgumentException if the event names a node that did not join, or one joins with a used id
   */
  public Topology step(TopologyEvent event, long now) {
    if (event instanceof TopologyEvent.Joined joined) {
      join(joined);
    } else if (event instanceof TopologyEvent.Probed probed) {
      probed(probed, now);
    } else if (event instanceof TopologyEvent.Sampled sampled) {
      sampled(track(sampled.nodeId()), sampled.position(), sampled.sentAt(), now);
    } else if (event instanceof TopologyEvent.ProbeFailed failed) {
      NodeTrack track = track(failed.nodeId());
      track.heard = true;
      silence(track, failed.why(), now);
    } else if (event instanceof TopologyEvent.Left left) {
      leave(track(left.nodeId()), now);
    } else if (event instanceof TopologyEvent.Full full) {
      full(track(full.nodeId()), full.why(), now);
    } else {
      settle(null, now);
    }
    topology = picture(now);
    return topology;
  }

  private void join(TopologyEvent.Joined joined) {
    int index = 0;
    while (index < tracks.size() && tracks.get(index).node.id() < joined.node().id()) {
      index++;
    }
    if (index < tracks.size() && tracks.get(index).node.id() == joined.node().id()) {
      throw new IllegalArgumentException("node " + joined.node() + " joins with id "
          + joined.node().id() + ", which " + tracks.get(index).node + " has");
    }
    tracks.add(index, new NodeTrack(joined.node(), joined.seed()));
  }

  private void leave(NodeTrack track, long now) {
    if (track.seed || (track.answering && track.standing != Standing.FOREIGN)) {
      throw new IllegalArgumentException("node " + track.node + " cannot leave: "
          + (track.seed ? "it is a seed" : "it is " + track.standing));
    }
    tracks.remove(track);
    settle(null, now);
  }

  private NodeTrack track(int nodeId) {
    for (NodeTrack track : tracks) {
      if (track.node.id() == nodeId) {
        return track;
      }
    }
    throw new IllegalArgumentException("no node with id " + nodeId + " has joined");
  }

  private void probed(TopologyEvent.Probed event, long now) {
    NodeTrack track = track(event.nodeId());
    NodeReport report = event.report();
    Position before = track.position;
    boolean wentBack = before != null && !report.position().covers(before);
    if (!report.serverId().equals(track.serverId)
        || event.connection() != track.connection
        || wentBack) {
      track.forget(++generations);
    }
    if (report.role() != track.role) {
      // What it was as a primary says nothing of it as a replica, and the other way round.
      track.changeTo(Standing.UNKNOWN, "its role changed to " + report.role());
      track.role = report.role();
    }
    Lineage told = report.lineage();
    Lineage known = track.lineage;
    if (known != null
        && known.sameSystem(told)
        && known.timeline() > told.timeline()
        && report.serverId().equals(track.serverId)) {
      // A standby that lost its upstream tells less than it knew; no running server goes back.
      told = known;
    }
    track.lineage = told;
    track.serverId = report.serverId();
    track.connection = event.connection();
    track.replayPaused = report.replayPaused();
    track.heard = true;
    track.answering = true;
    track.full = "";
    sampled(track, report.position(), event.sentAt(), now);
  }

  private void sampled(NodeTrack track, Position position, long sentAt, long now) {
    if (!track.answering) {
      // Overtaken by a failure that traffic met: the next full answer decides.
      return;
    }
    Position before = track.position;
    if (before != null && !position.covers(before)) {
      track.forget(++generations);
    }
    track.position = position;
    track.sampledAt = sentAt;
    settle(track, now);
  }

  private void silence(NodeTrack track, String why, long now) {
    track.answering = false;
    track.full = "";
    track.changeTo(Standing.DOWN, why);
    settle(null, now);
  }

  private void full(NodeTrack track, String why, long now) {
    track.heard = true;
    track.full = why;
    // Each time anew: between two attempts it may have crashed and come back behind what it showed.
    track.forget(++generations);
    settle(null, now);
  }

  /** Decides everything that follows from what is remembered; {@code heardFrom} has just told its position. */
  private void settle(@Nullable NodeTrack heardFrom, long now) {
    alarms.clear();
    boolean knownBefore = identity.known();
    identity.decide(tracks, now);
    if (!identity.known()) {
      for (NodeTrack track : tracks) {
        if (track.answering) {
          track.changeTo(Standing.UNKNOWN, "waiting for the other seeds to tell their cluster");
        }
      }
      return;
    }
    for (NodeTrack track : tracks) {
      noteTimeline(track);
    }
    for (NodeTrack track : tracks) {
      refuse(track);
    }
    choosePrimary();
    if (ringOwner != null && ringTimeline < highestTimeline) {
      // What the ring holds belongs to a history that is over.
      ringOwner = null;
      forgetFreshness();
    }
    feedRing(heardFrom);
    for (NodeTrack track : tracks) {
      freshen(track);
    }
    for (NodeTrack track : tracks) {
      // All those that spoke before the cluster had an identity are judged when it gets one, and
      // who follows a history that is over is out at once.
      if (track == heardFrom || !knownBefore || !comparable(track)) {
        judge(track, now);
      }
    }
  }

  private boolean ofThisCluster(NodeTrack track) {
    Lineage lineage = track.lineage;
    return lineage != null && lineage.systemIdentifier().equals(identity.systemIdentifier());
  }

  private void noteTimeline(NodeTrack track) {
    Lineage lineage = track.lineage;
    if (lineage == null || !ofThisCluster(track) || !lineage.timelineKnown()) {
      return;
    }
    timelinesDiffer |= highestTimeline != 0 && lineage.timeline() != highestTimeline;
    highestTimeline = Math.max(highestTimeline, lineage.timeline());
  }

  /** Puts out by identity, or takes back to UNKNOWN who is no longer refused. */
  private void refuse(NodeTrack track) {
    if (!track.answering) {
      return;
    }
    String why = refusal(track);
    if (!why.isEmpty()) {
      track.changeTo(Standing.FOREIGN, why);
    } else if (track.standing == Standing.FOREIGN && track.role == Role.PRIMARY) {
      track.changeTo(Standing.UNKNOWN, "");
    }
  }

  private String refusal(NodeTrack track) {
    Lineage lineage = track.lineage;
    if (lineage == null) {
      return "";
    }
    if (!ofThisCluster(track)) {
      return "belongs to another cluster: system identifier " + lineage.systemIdentifier()
          + ", not " + identity.systemIdentifier();
    }
    NodeTrack twin = twin(track);
    if (twin != null) {
      return "is the same server as " + twin.node;
    }
    if (track.role == Role.PRIMARY && lineage.timeline() < highestTimeline) {
      return "accepts writes on timeline " + lineage.timeline() + ", but the cluster is on "
          + highestTimeline + ": an old primary, stop it";
    }
    return "";
  }

  /** The track that already stands for the same running server, or null. */
  private @Nullable NodeTrack twin(NodeTrack track) {
    for (NodeTrack other : tracks) {
      boolean first = other.seed != track.seed ? other.seed : other.node.id() < track.node.id();
      // A seed may stand in for another name of its server that is silent; a found address may not.
      if (other != track
          && first
          && other.serverId.equals(track.serverId)
          && ofThisCluster(other)
          && (other.answering || !track.seed)) {
        return other;
      }
    }
    return null;
  }

  private void choosePrimary() {
    List<NodeTrack> writable = new ArrayList<>();
    for (NodeTrack track : tracks) {
      if (track.answering && track.role == Role.PRIMARY) {
        if (track.standing != Standing.FOREIGN) {
          writable.add(track);
        } else if (ofThisCluster(track) && twin(track) == null) {
          alarms.add(track.node + " " + track.note);
        }
      }
    }
    primary = null;
    if (writable.size() == 1) {
      primary = writable.get(0);
      primary.changeTo(Standing.IN, "");
    } else if (writable.size() > 1) {
      String names =
          String.join(" and ", writable.stream().map(t -> t.node.name()).toList());
      alarms.add(names + " both accept writes on timeline " + highestTimeline
          + ": no write goes anywhere until one of them is stopped");
      for (NodeTrack track : writable) {
        track.changeTo(Standing.UNKNOWN, "not the only one that accepts writes: " + names);
      }
    }
  }

  private void feedRing(@Nullable NodeTrack heardFrom) {
    NodeTrack current = primary;
    if (current == null) {
      return;
    }
    Lineage lineage = current.lineage;
    int timeline = lineage == null ? 0 : lineage.timeline();
    boolean other = ringOwner != current || ringTimeline != timeline;
    if (other) {
      ringOwner = current;
      ringTimeline = timeline;
      forgetFreshness();
    }
    Position position = current.position;
    if ((other || current == heardFrom)
        && position != null
        && !ring.add(current.sampledAt, position)) {
      forgetFreshness();
      ring.add(current.sampledAt, position);
    }
  }

  private void forgetFreshness() {
    ring.clear();
    for (NodeTrack track : tracks) {
      track.freshKnown = false;
    }
  }

  /** Raises what is known of how fresh a node is; it never falls while its generation lasts. */
  private void freshen(NodeTrack track) {
    if (track == primary) {
      track.freshKnown = true;
      track.freshAsOf = track.sampledAt;
      return;
    }
    if (!track.answering
        || !track.full.isEmpty()
        || track.role != Role.REPLICA
        || !comparable(track)) {
      track.freshKnown = false;
      return;
    }
    int index = ring.newestCoveredBy(track.position);
    if (index >= 0 && (!track.freshKnown || ring.timeAt(index) - track.freshAsOf > 0)) {
      track.freshKnown = true;
      track.freshAsOf = ring.timeAt(index);
    }
  }

  /** Whether a replica's positions are of the same history as the primary's. */
  private boolean comparable(NodeTrack track) {
    Lineage lineage = track.lineage;
    if (lineage == null || !ofThisCluster(track)) {
      return false;
    }
    return lineage.timelineKnown() ? lineage.timeline() == highestTimeline : !timelinesDiffer;
  }

  private void judge(NodeTrack track, long now) {
    if (!track.answering || track.role != Role.REPLICA || !refusal(track).isEmpty()) {
      return;
    }
    if (!comparable(track)) {
      track.changeTo(
          Standing.LAGGING,
          "is on another timeline than the cluster's " + highestTimeline + ": " + track.lineage);
      return;
    }
    long lag = lagAtLeast(track);
    if (lag > config.maxLag()) {
      track.changeTo(Standing.LAGGING, lagNote(track, lag));
    } else if (!ring.isEmpty() && !track.freshKnown) {
      if (track.standing != Standing.IN) {
        track.changeTo(Standing.UNKNOWN, "behind every known position of the primary");
      }
    } else {
      good(track, now);
    }
  }

  /** How far a replica is behind the primary's newest sample, or the least that it can be. */
  private long lagAtLeast(NodeTrack track) {
    if (ring.isEmpty()) {
      return 0;
    }
    return ring.newestTime() - (track.freshKnown ? track.freshAsOf : ring.oldestTime());
  }

  private static String lagNote(NodeTrack track, long lag) {
    return (track.freshKnown ? "behind by " : "behind by more than ") + lag / 1_000_000 + " ms"
        + (track.replayPaused ? ", its replay is paused" : "");
  }

  private void good(NodeTrack track, long now) {
    switch (track.standing) {
      case IN -> track.note = track.replayPaused ? "its replay is paused" : "";
      case UNKNOWN, LAGGING, DOWN, FOREIGN -> {
        if (track.wasOut) {
          track.goodSince = now;
          track.changeTo(Standing.RETURNING, "good once, has to be good again");
        } else {
          track.changeTo(Standing.IN, ring.isEmpty() ? "no primary seen: lag unknown" : "");
        }
      }
      case RETURNING -> {
        if (now - track.goodSince >= config.returnAfter()) {
          track.changeTo(Standing.IN, "");
        }
      }
    }
  }

  private Topology picture(long now) {
    List<NodeState> states = new ArrayList<>(tracks.size());
    NodeState primaryState = null;
    for (NodeTrack track : tracks) {
      NodeState state = track.state(lagNanos(track), lagBytes(track));
      states.add(state);
      primaryState = track == primary ? state : primaryState;
    }
    return new Topology(
        topology.version() + 1, identity.systemIdentifier(), states, primaryState, alarms, now);
  }

  private long lagNanos(NodeTrack track) {
    if (!track.freshKnown) {
      return NodeState.UNKNOWN_LAG;
    }
    return ring.isEmpty() ? 0 : Math.max(0, ring.newestTime() - track.freshAsOf);
  }

  private long lagBytes(NodeTrack track) {
    Position position = track.position;
    if (track == primary) {
      return 0;
    }
    return position == null || track.isUnproven() || ring.isEmpty() || !comparable(track)
        ? NodeState.UNKNOWN_LAG
        : position.bytesTo(ring.newestPosition());
  }
}
