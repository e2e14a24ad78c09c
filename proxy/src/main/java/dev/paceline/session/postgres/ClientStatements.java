package dev.paceline.session.postgres;

import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.sql.StatementPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has prepared and bound, by the names that it gave.
 *
 * <p>A statement is there as soon as its Parse is passed on, as what follows in the same unit may use it. What the server then
 * refuses or passes over is undone when the unit ends: a Parse or a Close took effect if it has been answered.
 */
final class ClientStatements {

  /**
   * A statement of the client, and what it is.
   *
   * @param statement null if the text is too large to be kept: then it is only where it was prepared, under the client's own name
   */
  record Prepared(@Nullable ServerPreparedStatement statement, StatementPlan plan) {}

  /**
   * What a Parse or a Close changed.
   *
   * @param request its number in the unit, of all Parse and Close
   */
  private record Change(int request, String name, @Nullable Prepared before) {}

  private final Map<String, Prepared> named = new HashMap<>();
  private final Map<String, StatementPlan> portals = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private @Nullable Prepared unnamed;
  private @Nullable StatementPlan unnamedPortal;
  private boolean unnamedChanged;
  private int requests;
  private int answers;

  /** A Parse is passed on. */
  void prepare(String name, Prepared prepared) {
    if (name.isEmpty()) {
      unnamed = prepared;
      unnamedChanged = true;
    } else {
      changes.add(new Change(requests, name, named.put(name, prepared)));
    }
    requests++;
  }

  /** A Parse is passed on that the server will refuse. */
  void prepareInVain() {
    requests++;
  }

  /** Null if there is none of that name. */
  @Nullable
  Prepared get(String name) {
    return name.isEmpty() ? unnamed : named.get(name);
  }

  /** A Close of a statement is passed on. */
  void close(String name) {
    if (name.isEmpty()) {
      unnamed = null;
      unnamedChanged = true;
    } else {
      Prepared before = named.remove(name);
      if (before != null) {
        changes.add(new Change(requests, name, before));
      }
    }
    requests++;
  }

  void bind(String portal, StatementPlan plan) {
    if (portal.isEmpty()) {
      unnamedPortal = plan;
    } else {
      portals.put(portal, plan);
    }
  }

  /** What a portal runs; null if there is none of that name. */
  @Nullable
  StatementPlan portal(String name) {
    return name.isEmpty() ? unnamedPortal : portals.get(name);
  }

  /** A Close of a portal is passed on. */
  void closePortal(String name) {
    if (name.isEmpty()) {
      unnamedPortal = null;
    } else {
      portals.remove(name);
    }
    requests++;
  }

  /** A simple Query ends the statement and the portal without a name. */
  void simpleQuery() {
    unnamed = null;
    unnamedPortal = null;
  }

  /** {@code DEALLOCATE name}. */
  void deallocate(String name) {
    named.remove(name);
  }

  /** {@code DEALLOCATE ALL} and {@code DISCARD ALL}. */
  void deallocateAll() {
    named.clear();
    unnamed = null;
    changes.clear();
  }

  /** A Parse or a Close has been answered. */
  void answered() {
    answers++;
  }

  /**
   * The unit has been answered.
   *
   * @param succeeded without an error
   */
  void unitEnded(boolean succeeded) {
    if (!succeeded) {
      undo(answers);
    }
    forgetChanges();
  }

  /** The end of a transaction ends its portals. */
  void transactionEnded() {
    portals.clear();
    unnamedPortal = null;
  }

  /** Nothing of the unit has taken effect, or it is looked at again from its beginning. */
  void unitUndone() {
    undo(/* from= */ 0);
    forgetChanges();
  }

  private void undo(int from) {
    for (int i = changes.size() - 1; i >= 0 && changes.get(i).request() >= from; i--) {
      Change change = changes.get(i);
      Prepared before = change.before();
      if (before == null) {
        named.remove(change.name());
      } else {
        named.put(change.name(), before);
      }
    }
    if (unnamedChanged) {
      // A Parse that fails has removed the one before, and one that is passed over has not: to say
      // that there is none is wrong for the second, but it runs nothing that was not meant.
      unnamed = null;
    }
  }

  private void forgetChanges() {
    if (requests > 0) {
      changes.clear();
      unnamedChanged = false;
      requests = 0;
      answers = 0;
    }
  }
}
