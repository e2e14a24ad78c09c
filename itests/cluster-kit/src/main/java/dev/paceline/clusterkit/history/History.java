package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Append;
import dev.paceline.clusterkit.history.Operation.Outcome;
import dev.paceline.clusterkit.history.Operation.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all sessions did, and what the lists were in the end. Immutable. */
public final class History {

  private static final Elements EMPTY = Elements.of();

  private final Map<String, List<Operation>> sessions = new TreeMap<>();
  private final Map<String, Elements> finalLists;
  private final Map<Integer, Appended> appends = new HashMap<>();
  private final Map<String, Map<Integer, Integer>> places = new HashMap<>();

  /** Who appended an element, as which of its operations. */
  record Appended(String session, int index, Append append) {}

  private History(Collection<SessionLog> logs, Map<String, Elements> finalLists) {
    for (SessionLog log : logs) {
      if (sessions.put(log.session(), log.operations()) != null) {
        throw new IllegalArgumentException("two sessions have the name " + log.session());
      }
    }
    this.finalLists = Map.copyOf(finalLists);
    finalLists.forEach((key, list) -> places.put(key, placesIn(list)));
    sessions.forEach(this::index);
  }

  /**
   * A history of these sessions.
   *
   * @param finalLists every key's list after all sessions had ended, from the primary; a key without one was never written
   * @throws IllegalArgumentException if two sessions have one name, or an element was appended twice
   */
  public static History of(Collection<SessionLog> logs, Map<String, Elements> finalLists) {
    return new History(logs, finalLists);
  }

  /** How many reads there are. */
  public long reads() {
    return all().filter(Read.class::isInstance).count();
  }

  /** How many acknowledged appends there are. */
  public long acknowledged() {
    return all()
        .filter(o -> o instanceof Append a && a.outcome() == Outcome.ACKNOWLEDGED)
        .count();
  }

  /**
   * What became of the appends: acknowledged elements that the final lists lack, failed ones that they have, elements that
   * they have twice or that nobody appended. Empty if all is well.
   */
  public List<String> losses() {
    List<String> losses = new ArrayList<>();
    appends.forEach((element, appended) -> {
      boolean there = place(appended.append().key(), element) >= 0;
      if (!there && appended.append().outcome() == Outcome.ACKNOWLEDGED) {
        losses.add("lost: " + appended);
      } else if (there && appended.append().outcome() == Outcome.FAILED) {
        losses.add("failed, and yet there: " + appended);
      }
    });
    finalLists.forEach((key, list) -> {
      for (int i = 0; i < list.size(); i++) {
        if (!appends.containsKey(list.get(i))) {
          losses.add("nobody appended " + list.get(i) + ", found in " + key);
        } else if (place(key, list.get(i)) != i) {
          losses.add("twice: " + list.get(i) + " in " + key);
        }
      }
    });
    return losses;
  }

  Map<String, List<Operation>> sessions() {
    return sessions;
  }

  Stream<Operation> all() {
    return sessions.values().stream().flatMap(List::stream);
  }

  Elements finalList(String key) {
    return finalLists.getOrDefault(key, EMPTY);
  }

  /** Where the element is in the key's final list, counted from 0; -1 if it is not there. */
  int place(String key, int element) {
    return places.getOrDefault(key, Map.of()).getOrDefault(element, -1);
  }

  /** Who appended the element; null if nobody did. */
  @Nullable
  Appended appended(int element) {
    return appends.get(element);
  }

  private static Map<Integer, Integer> placesIn(Elements list) {
    Map<Integer, Integer> result = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      result.putIfAbsent(list.get(i), i); // a second one is what losses() tells
    }
    return result;
  }

  private void index(String session, List<Operation> operations) {
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof Append append) {
        Appended before = appends.put(append.element(), new Appended(session, i, append));
        if (before != null) {
          throw new IllegalArgumentException(
              "element " + append.element() + " was appended twice: " + before + " and " + append);
        }
      }
    }
  }
}
