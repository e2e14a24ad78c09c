package dev.paceline.cli;

import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One line a second without control codes, for scripts. */
final class DemoPlainView implements DemoView {

  private final PrintWriter out;
  private final Map<Integer, String> names;
  private DemoScript.Act act = DemoScript.Act.ALL_WELL;

  DemoPlainView(PrintWriter out, Map<Integer, String> names) {
    this.out = out;
    this.names = names;
  }

  @Override
  public long intervalNanos() {
    return TimeUnit.SECONDS.toNanos(1);
  }

  @Override
  public void show(DemoFrame frame) {
    if (frame.act() != act) {
      act = frame.act();
      out.println("-- " + act.text());
    }
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(Locale.ROOT, "%3ds", TimeUnit.NANOSECONDS.toSeconds(frame.elapsed())));
    long all = Math.max(1, frame.rate());
    for (NodeState state : frame.nodes()) {
      int port = state.node().port();
      line.append(String.format(
          Locale.ROOT,
          "  %s %s %s",
          names.getOrDefault(port, state.node().name()),
          state.role().name().toLowerCase(Locale.ROOT),
          state.standing().name().toLowerCase(Locale.ROOT)));
      line.append(String.format(
          Locale.ROOT, " reads=%d/s(%d%%)", frame.rate(port), frame.rate(port) * 100 / all));
      if (state.role() == Role.REPLICA && state.lagNanos() >= 0) {
        line.append(" lag=").append(Units.duration(state.lagNanos()).replace(" ", ""));
      }
    }
    line.append(String.format(
        Locale.ROOT,
        "  writes=%d/s checks=%d violations=%d errors=%d",
        frame.writeRate(),
        frame.ledger().checks(),
        frame.ledger().violations(),
        frame.ledger().errors()));
    out.println(line);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
