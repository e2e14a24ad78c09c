package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Append;
import dev.paceline.clusterkit.history.Operation.Outcome;
import dev.paceline.clusterkit.history.Operation.Read;
import java.util.ArrayList;
import java.util.List;

/** What one session did, in its order. A session does one thing at a time, and so does its log: it is for one thread. */
public final class SessionLog {

  private final String session;
  private final List<Operation> operations = new ArrayList<>();

  /** An empty log of a session of this name. */
  public SessionLog(String session) {
    this.session = session;
  }

  /** Adds an append that the server has acknowledged. */
  public SessionLog appended(String key, int element, long startedAt, long endedAt) {
    return add(new Append(key, element, Outcome.ACKNOWLEDGED, startedAt, endedAt));
  }

  /** Adds a read. */
  public SessionLog read(
      String key, Elements elements, String source, long startedAt, long endedAt) {
    return add(new Read(key, elements, source, startedAt, endedAt));
  }

  /** Adds what the session did next. */
  public SessionLog add(Operation operation) {
    operations.add(operation);
    return this;
  }

  /** The session's name. */
  public String session() {
    return session;
  }

  /** All operations so far, as a copy. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }
}
