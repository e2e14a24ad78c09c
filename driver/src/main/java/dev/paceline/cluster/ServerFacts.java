package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.topology.NodeReport;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One full answer of a server.
 *
 * @param report what the topology is made from
 * @param version of the server, as it writes it
 * @param ownAddress where the server thinks it listens, behind every relay; null over a Unix socket
 * @param upstream what it replicates from, if it told
 * @param segmentSize bytes of a log segment
 * @param asynchronousCommit whether commits are acknowledged before they are on disk
 * @param readOnlyByDefault whether transactions are read-only unless they say otherwise
 */
record ServerFacts(
    NodeReport report,
    String version,
    @Nullable HostAndPort ownAddress,
    @Nullable HostAndPort upstream,
    int segmentSize,
    boolean asynchronousCommit,
    boolean readOnlyByDefault) {

  /** The same for people, by name. */
  Map<String, String> details() {
    Map<String, String> details = new TreeMap<>();
    details.put("version", version);
    details.put("asynchronousCommit", String.valueOf(asynchronousCommit));
    details.put("readOnlyByDefault", String.valueOf(readOnlyByDefault));
    details.put("ownAddress", ownAddress == null ? "" : ownAddress.toString());
    details.put("upstream", upstream == null ? "" : upstream.toString());
    return details;
  }
}
