package dev.paceline.topology;

import dev.paceline.position.Lineage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides once which cluster this is. Seeds answer in any order, and one of them may belong to another cluster: the first
 * answer alone must not decide. The system that most seeds belong to is the cluster, as soon as every seed was heard, more
 * than half agree, or the grace is over; between equals the seed that was named first decides.
 */
final class ClusterIdentity {

  private final long grace;
  private String systemIdentifier = "";
  private boolean answered;
  private long firstAnswer;

  ClusterIdentity(long grace) {
    this.grace = grace;
  }

  /** Empty until decided, then the same for ever. */
  String systemIdentifier() {
    return systemIdentifier;
  }

  boolean known() {
    return !systemIdentifier.isEmpty();
  }

  void decide(List<NodeTrack> tracks, long now) {
    if (known()) {
      return;
    }
    Map<String, Integer> votes = new LinkedHashMap<>();
    int seeds = 0;
    int heard = 0;
    for (NodeTrack track : tracks) {
      if (!track.seed) {
        continue;
      }
      seeds++;
      heard += track.heard ? 1 : 0;
      Lineage lineage = track.lineage;
      if (lineage != null) {
        votes.merge(lineage.systemIdentifier(), 1, Integer::sum);
      }
    }
    if (votes.isEmpty()) {
      return;
    }
    if (!answered) {
      answered = true;
      firstAnswer = now;
    }
    String leader = leader(votes);
    boolean majority = votes.getOrDefault(leader, 0) * 2 > seeds;
    if (heard == seeds || majority || now - firstAnswer >= grace) {
      systemIdentifier = leader;
    }
  }

  /** The first of those with most votes: the map is in the order of the seeds. */
  private static String leader(Map<String, Integer> votes) {
    String leader = "";
    int most = 0;
    for (Map.Entry<String, Integer> vote : votes.entrySet()) {
      if (vote.getValue() > most) {
        most = vote.getValue();
        leader = vote.getKey();
      }
    }
    return leader;
  }
}
