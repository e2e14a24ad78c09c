package dev.paceline.session;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a session must stay on its physical connection, each reason with the names that hold it (channels, cursors,
 * statements ...). Immutable, so that a transaction can go back to what was before it.
 */
public final class Pins {

  /** Nothing holds the session. */
  public static final Pins NONE = new Pins(Map.of());

  private final Map<PinReason, Set<String>> held;

  private Pins(Map<PinReason, Set<String>> held) {
    this.held = held;
  }

  /** Whether nothing holds the session. */
  public boolean isEmpty() {
    return held.isEmpty();
  }

  /** Whether this reason holds it. */
  public boolean has(PinReason reason) {
    return held.containsKey(reason);
  }

  Pins with(PinReason reason, String name) {
    if (held.getOrDefault(reason, Set.of()).contains(name)) {
      return this;
    }
    Map<PinReason, Set<String>> changed = copy();
    changed.computeIfAbsent(reason, r -> new LinkedHashSet<>()).add(name);
    return new Pins(changed);
  }

  Pins without(PinReason reason, String name) {
    if (!held.getOrDefault(reason, Set.of()).contains(name)) {
      return this;
    }
    Map<PinReason, Set<String>> changed = copy();
    Set<String> names = changed.getOrDefault(reason, new LinkedHashSet<>());
    names.remove(name);
    if (names.isEmpty()) {
      changed.remove(reason);
    }
    return changed.isEmpty() ? NONE : new Pins(changed);
  }

  Pins without(PinReason reason) {
    if (!has(reason)) {
      return this;
    }
    Map<PinReason, Set<String>> changed = copy();
    changed.remove(reason);
    return changed.isEmpty() ? NONE : new Pins(changed);
  }

  /** What a roll-back to {@code before} leaves: that, and what no roll-back undoes. */
  Pins rolledBackTo(Pins before) {
    Map<PinReason, Set<String>> changed = before.copy();
    held.forEach((reason, names) -> {
      if (reason.survivesRollback()) {
        changed.put(reason, new LinkedHashSet<>(names));
      }
    });
    return changed.isEmpty() ? NONE : new Pins(changed);
  }

  private Map<PinReason, Set<String>> copy() {
    Map<PinReason, Set<String>> copy = new EnumMap<>(PinReason.class);
    held.forEach((reason, names) -> copy.put(reason, new LinkedHashSet<>(names)));
    return copy;
  }

  /** One line for each reason: what, and the names that hold it. */
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    held.forEach((reason, names) -> {
      String list = String.join(", ", names).strip();
      lines.add(list.isEmpty() ? reason.text() : reason.text() + ": " + list);
    });
    return lines;
  }

  @Override
  public String toString() {
    return String.join("; ", explain());
  }
}
