package dev.paceline.cli;

import dev.paceline.routing.Reason;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A screen that is redrawn five times a second. */
final class DemoLiveView implements DemoView {

  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MOST_REASONS = 5;

  private final Terminal terminal;
  private final Map<Integer, String> names;
  private final Duration duration;
  private final List<String> byHand;
  private boolean closed;

  DemoLiveView(
      Terminal terminal, Map<Integer, String> names, Duration duration, List<String> byHand) {
    this.terminal = terminal;
    this.names = names;
    this.duration = duration;
    this.byHand = byHand;
    terminal.write(Ansi.OWN_SCREEN);
  }

  @Override
  public long intervalNanos() {
    return FRAME_NANOS;
  }

  @Override
  public void show(DemoFrame frame) {
    int width = Math.max(60, terminal.width() - 1);
    List<String> lines = new ArrayList<>();
    head(frame, width, lines);
    nodes(frame, width, lines);
    reasons(frame, width, lines);
    checks(frame, lines);
    lines.add("");
    lines.add(Ansi.paint(Ansi.BOLD, "Try it by hand"));
    byHand.forEach(line -> lines.add("  " + cut(line, width - 2)));
    terminal.draw(lines);
  }

  private void head(DemoFrame frame, int width, List<String> lines) {
    String time = TimeUnit.NANOSECONDS.toSeconds(frame.elapsed()) + " s of " + duration.toSeconds()
        + " s, Ctrl-C ends it";
    String title = "Paceline demo";
    String gap = " ".repeat(Math.max(2, width - title.length() - time.length()));
    lines.add(Ansi.paint(Ansi.BOLD, title) + gap + Ansi.paint(Ansi.DIM, time));
    String act = cut(frame.act().text(), width);
    lines.add(
        frame.act() == DemoScript.Act.LAGS
            ? Ansi.paint(Ansi.YELLOW, act)
            : Ansi.paint(Ansi.CYAN, act));
    lines.add("");
  }

  private void nodes(DemoFrame frame, int width, List<String> lines) {
    lines.add(Ansi.paint(
        Ansi.DIM,
        cut(
            String.format(
                "%-5s %-8s %-10s %8s %10s  %-14s %s",
                "node",
                "role",
                "standing",
                "lag",
                "behind",
                "position",
                "reads in the last second"),
            width)));
    long all = Math.max(1, frame.rate());
    for (NodeState state : frame.nodes()) {
      long rate = frame.rate(state.node().port());
      boolean replica = state.role() == Role.REPLICA;
      String lag = replica && state.lagNanos() >= 0 ? Units.duration(state.lagNanos()) : "";
      String behind = replica && state.lagBytes() >= 0 ? Units.bytes(state.lagBytes()) : "";
      String text = String.format(
          "%-5s %-8s %-10s %8s %10s  %-14s ",
          names.getOrDefault(state.node().port(), "?"),
          lower(state.role()),
          lower(state.standing()),
          lag,
          behind,
          state.position() == null ? "" : state.position().toString());
      String share = String.format(Locale.ROOT, "%3d %% %5d/s ", rate * 100 / all, rate);
      int room = Math.max(0, width - text.length() - share.length());
      String bar = terminal.block().repeat((int) (room * rate / all));
      lines.add(Ansi.paint(color(state.standing()), cut(text + share + bar, width)));
    }
    lines.add("");
  }

  private static String color(Standing standing) {
    return switch (standing) {
      case IN -> Ansi.GREEN;
      case LAGGING, RETURNING, UNKNOWN -> Ansi.YELLOW;
      case DOWN, FOREIGN -> Ansi.RED;
    };
  }

  private static void reasons(DemoFrame frame, int width, List<String> lines) {
    lines.add(Ansi.paint(Ansi.BOLD, "Why reads went where they went"));
    long all =
        frame.ledger().reasons().values().stream().mapToLong(LongAdder::sum).sum();
    frame.ledger().reasons().entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue().sum()))
        .sorted(Map.Entry.<Reason, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_REASONS)
        .forEach(e -> lines.add(cut(
            String.format(
                Locale.ROOT,
                "  %,9d %3d %%  %s",
                e.getValue(),
                e.getValue() * 100 / Math.max(1, all),
                e.getKey().text()),
            width)));
    lines.add("");
  }

  private static void checks(DemoFrame frame, List<String> lines) {
    DemoLedger ledger = frame.ledger();
    lines.add(Ansi.paint(Ansi.BOLD, "Reads see the writes before them")
        + ", on whichever connection of a pool");
    String violations = ledger.violations() + " violations";
    lines.add(String.format(Locale.ROOT, "  %,9d checks, ", ledger.checks())
        + Ansi.paint(ledger.violations() == 0 ? Ansi.GREEN : Ansi.RED, violations)
        + String.format(Locale.ROOT, "; %,d writes (%d/s)", ledger.writes(), frame.writeRate()));
    String error = ledger.firstError();
    if (error != null) {
      lines.add(Ansi.paint(Ansi.RED, "  " + ledger.errors() + " errors; the first: " + error));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      terminal.write(Ansi.BACK_FROM_OWN_SCREEN);
    }
  }
}
