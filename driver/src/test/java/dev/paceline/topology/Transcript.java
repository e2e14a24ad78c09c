package dev.paceline.topology;

import dev.paceline.position.Lineage;
import dev.paceline.position.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Plays a text of events and writes down what the machine makes of them. A block is a line for each event, then {@code
 * ----}, then the picture after the last of them, then an empty line. Lines that begin with # are kept.
 *
 * <pre>
 * limit 1s                            before the first join: maxLag
 * @10ms join a seed                   or found
 * @20ms a primary 0/100               or replica; then any of system=, timeline=, server=, connection=, paused
 * @30ms a at 0/200                    a sample
 * @40ms a fails connection refused
 * @45ms a full too many clients
 * @46ms leave a
 * @50ms tick
 * </pre>
 *
 * What a node tells stays as it was in its last line unless said otherwise. A question is sent 1 ms before its answer.
 */
final class Transcript {

  private static final long MS = 1_000_000;

  private TopologyMachine machine = machine(1000);
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Map<String, String>> told = new HashMap<>();

  private static TopologyMachine machine(long limit) {
    return new TopologyMachine(new TopologyConfig(limit * MS, 50 * MS, 300 * MS, 64), 0);
  }

  String play(String text) {
    List<String> out = new ArrayList<>();
    boolean expected = false;
    for (String line : text.lines().toList()) {
      if (line.isBlank()) {
        expected = false;
        out.add("");
      } else if (line.startsWith("#")) {
        out.add(line);
      } else if (line.equals("----")) {
        expected = true;
        out.add(line);
        picture(out);
      } else if (!expected) {
        out.add(line);
        event(line);
      }
    }
    return String.join("\n", out) + "\n";
  }

  private void event(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("limit")) {
      machine = machine(millis(words[1]));
      return;
    }
    long now = millis(words[0].substring(1)) * MS;
    if (words[1].equals("tick")) {
      machine.step(new TopologyEvent.Ticked(), now);
    } else if (words[1].equals("join")) {
      int free = 0;
      while (ids.containsValue(free)) {
        free++;
      }
      ids.put(words[2], free);
      Node node = new Node(ids.get(words[2]), words[2], 5432);
      machine.step(new TopologyEvent.Joined(node, words[3].equals("seed")), now);
    } else if (words[1].equals("leave")) {
      machine.step(new TopologyEvent.Left(ids.remove(words[2])), now);
      told.remove(words[2]);
    } else {
      machine.step(answer(ids.get(words[1]), words, now), now);
    }
  }

  private TopologyEvent answer(int id, String[] words, long now) {
    long sentAt = now - MS;
    return switch (words[2]) {
      case "at" -> new TopologyEvent.Sampled(id, Lsn.parse(words[3]), sentAt);
      case "fails" ->
        new TopologyEvent.ProbeFailed(
            id, String.join(" ", List.of(words).subList(3, words.length)));
      case "full" ->
        new TopologyEvent.Full(id, String.join(" ", List.of(words).subList(3, words.length)));
      case "primary", "replica" -> probed(id, words, sentAt);
      default -> throw new IllegalArgumentException("no event: " + String.join(" ", words));
    };
  }

  private TopologyEvent probed(int id, String[] words, long sentAt) {
    Map<String, String> facts = told.computeIfAbsent(words[1], n -> new HashMap<>());
    facts.remove("paused");
    for (int i = 4; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      facts.put(
          equals < 0 ? words[i] : words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    NodeReport report = new NodeReport(
        Role.valueOf(words[2].toUpperCase(Locale.ROOT)),
        new Lineage(
            facts.getOrDefault("system", "S"),
            Integer.parseInt(facts.getOrDefault("timeline", "1"))),
        Lsn.parse(words[3]),
        facts.getOrDefault("server", words[1]),
        facts.containsKey("paused"));
    return new TopologyEvent.Probed(
        id, report, sentAt, Long.parseLong(facts.getOrDefault("connection", "1")));
  }

  private void picture(List<String> out) {
    Topology topology = machine.topology();
    for (NodeState state : topology.nodes()) {
      out.add(state.node().host() + " " + state.role() + " " + state.standing()
          + (state.position() == null ? "" : " " + state.position())
          + (state.freshKnown() ? " fresh@" + state.freshAsOf() / MS + "ms" : "")
          + (state.lagBytes() > 0 ? " -" + state.lagBytes() + "B" : "")
          + (state.note().isEmpty() ? "" : ": " + state.note()));
    }
    NodeState primary = topology.primary();
    out.add("writes go to " + (primary == null ? "nobody" : primary.node().host()) + ", reads to "
        + topology.replicas().stream().map(r -> r.node().host()).toList());
    topology.alarms().forEach(alarm -> out.add("alarm: " + alarm));
  }

  private static long millis(String text) {
    return text.endsWith("ms")
        ? Long.parseLong(text.substring(0, text.length() - 2))
        : 1000 * Long.parseLong(text.substring(0, text.length() - 1));
  }
}
