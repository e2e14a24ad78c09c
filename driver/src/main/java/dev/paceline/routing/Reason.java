package dev.paceline.routing;

/** Why a statement runs where it runs. */
public enum Reason {
  /** A replica covers what the read needs. */
  REPLICA_COVERS("a replica covers what the read needs"),
  /** The statement may write, lock, or ask what only the primary can answer. */
  STATEMENT_NEEDS_PRIMARY("the statement needs the primary"),
  /** Nothing proves that the statement only reads. */
  DOUBT("nothing proves that the statement only reads"),
  /** A transaction that may write runs whole on the primary. */
  TRANSACTION_MAY_WRITE("the transaction may write"),
  /** SERIALIZABLE does not exist on a standby. */
  SERIALIZABLE("a standby cannot run a SERIALIZABLE transaction"),
  /** The statement runs where its transaction is. */
  IN_TRANSACTION("the transaction is here"),
  /** The session is bound to a connection. */
  PINNED("the session is pinned to its connection"),
  /** A read that must see the primary's current state. */
  LATEST("freshness is latest"),
  /** The hint said so. */
  HINT("the hint says so"),
  /** The result set is updatable or sensitive, so that it may write. */
  UPDATABLE_RESULT("an updatable or sensitive result set may write"),
  /** A write of one of the tables was sent and not yet answered. */
  WRITE_UNDER_WAY("a write of a table that is read is under way"),
  /** No replica has reached the last write of the tables yet. */
  REPLICAS_BEHIND_WRITES("no replica has reached the last write of the tables that are read"),
  /** No replica is within the bound. */
  REPLICAS_BEHIND_BOUND("no replica is within the staleness bound"),
  /** No replica has reached the required position. */
  REPLICAS_BEHIND_POSITION("no replica has reached the required position"),
  /** No replica has reached what the session has already seen. */
  REPLICAS_BEHIND_SESSION("no replica is known to have what the session has already seen"),
  /** There is no replica in service. */
  NO_REPLICA("no replica is in service"),
  /** A replica refused the statement as a write; the primary ran it. */
  REPLICA_REFUSED("a replica refused it"),
  /** A replica's answer may have held a write that is not acknowledged yet; the primary answered instead. */
  ANSWER_UNSETTLED("a replica's answer may have held a write that was still under way"),
  /** Session state: any node serves, the primary is taken. */
  SESSION_STATE("it changes or shows the session's state"),
  /** Nobody is the primary now. */
  NO_PRIMARY("no node is known to be the primary");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** Whether fresher positions of the replicas may lead to another decision. */
  public boolean replicasAreBehind() {
    return this == REPLICAS_BEHIND_WRITES
        || this == REPLICAS_BEHIND_BOUND
        || this == REPLICAS_BEHIND_POSITION
        || this == REPLICAS_BEHIND_SESSION;
  }

  /** A few words for users. */
  public String text() {
    return text;
  }
}
