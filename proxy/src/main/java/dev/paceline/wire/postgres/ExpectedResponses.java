package dev.paceline.wire.postgres;

import dev.paceline.wire.postgres.Step.Operation;

/**
 * What a server connection owes, in order: the guard that no answer reaches one who did not ask. Everything sent to the server is
 * noted here ({@link #sent}), and everything it says is shown here ({@link #received}), by type alone. The verdict says whose the
 * message is; what the server may not say now is a {@link ProtocolViolation}, after which nobody can know whose anything is, and the
 * connections on both sides are to be closed.
 *
 * <h2>What is legal</h2>
 *
 * One request is at the head of the queue. In each state a message goes to another state, ends the answer (<b>·</b>), or
 * is illegal. {@code N}, {@code S} and {@code A} are legal everywhere and change nothing.
 *
 * <pre>
 * request             state             messages
 * PARSE               PARSE             1 ·   E skip
 * BIND                BIND              2 ·   E skip
 * CLOSE               CLOSE             3 ·   E skip
 * DESCRIBE_STATEMENT  DESCRIBE_STATEMENT t STATEMENT_ROWS   E skip
 *                     STATEMENT_ROWS    T ·   n ·   E skip
 * DESCRIBE_PORTAL     DESCRIBE_PORTAL   T ·   n ·   E skip
 * EXECUTE             EXECUTE           D EXECUTE_ROWS   C ·   I ·   s ·   G EXECUTE_COPY_IN   H EXECUTE_COPY_OUT   E skip
 *                     EXECUTE_ROWS      D EXECUTE_ROWS   C ·   s ·   E skip
 *                     EXECUTE_COPY_IN   C ·   E skip, see below
 *                     EXECUTE_COPY_OUT  d EXECUTE_COPY_OUT   c EXECUTE_COPIED   E skip
 *                     EXECUTE_COPIED    C ·   E skip
 * QUERY               QUERY             T QUERY_ROWS   C QUERY_MORE   I QUERY_MORE   G QUERY_COPY_IN   H QUERY_COPY_OUT
 *                                       W QUERY_COPY_BOTH   E FAILED
 *                     QUERY_ROWS        D QUERY_ROWS   C QUERY_MORE   E FAILED
 *                     QUERY_MORE        as QUERY, and Z ·
 *                     QUERY_COPY_IN     C QUERY_MORE   E FAILED, see below
 *                     QUERY_COPY_OUT    d QUERY_COPY_OUT   c QUERY   E FAILED
 *                     QUERY_COPY_BOTH   d QUERY_COPY_BOTH   c QUERY   C QUERY_MORE   E FAILED
 * FUNCTION_CALL       FUNCTION_CALL     V READY   E FAILED
 * SYNC                SYNC              Z ·   E FAILED (what ends the transaction can fail)
 *                     READY, FAILED     Z ·
 * STARTUP             STARTUP           R STARTUP   v STARTUP   K STARTUP   Z ·   E OVER
 * COPY_END            -                 is not answered: dropped when it comes to the head
 * LOCAL               LOCAL             none: the proxy answers, {@link #isLocalDue}
 * none                NOTHING           none
 * </pre>
 *
 * <p>A fatal error ({@link #receivedError}) is legal in every state, even when nothing is owed, and leads to OVER, as a violation
 * does: nothing is legal there.
 *
 * <p><b>skip</b>: after an error in the extended protocol the server passes over everything up to the next Sync, even a Query, and
 * answers none of it. All requests up to it are dropped here as well, local answers among them; if no Sync has been sent yet, the
 * state is SKIPPING, and what is sent is dropped until one is.
 *
 * <h2>COPY from the client, and the Syncs it swallows</h2>
 *
 * While a server reads the data of a COPY it ignores Sync and Flush. A client that sends Execute and Sync in one go, as libpq does,
 * therefore loses that Sync when the statement turns out to be a COPY, and sends another after CopyDone. That is why CopyDone and
 * CopyFail are noted here: when the COPY succeeds, all Syncs sent before them are gone. When it <em>fails</em>, nobody but the server
 * knows whether it failed before it had read those Syncs or after. They are taken off the queue and counted: so many
 * ReadyForQuery may come in addition, at any point before the answer to something sent later begins ({@link #mayOweReady}). A
 * connection in that state must not be given to anybody else. An empty Query of the proxy's own settles it: its EmptyQueryResponse
 * comes after all that was owed before.
 *
 * <h2>Whose an answer is</h2>
 *
 * See {@link Origin}. Requests of one cycle, up to a Sync, are the client's or on its behalf, or all the proxy's own. A message that
 * need not be sent because the server has the statement already is noted by {@link #answerLocally}; its answer comes due when all
 * before it has been answered, and not at all if the server skips what stands around it.
 *
 * <p>Each request can have a tag, and what became of it is told to a listener: a Parse that failed or was skipped has made no
 * statement.
 *
 * <p>Nothing is allocated for a message. The queue is bounded: a client that has {@link #room} no more is not read from. Not safe for
 * use by several threads.
 */
public final class ExpectedResponses {

  /** The tag of requests whose fate nobody asks for. */
  public static final int UNTAGGED = 0;

  private enum Cycle {
    CLOSED,
    CLIENT,
    OWN
  }

  private final FateListener listener;
  private final RequestRing ring;

  /** What may come next for the first in the ring. */
  private Due due = Due.NOTHING;

  private Verdict verdict = Verdict.FORWARD;
  private Verdict errorVerdict = Verdict.FORWARD;

  /** Whose requests have been sent since the last that ends a cycle. */
  private Cycle cycle = Cycle.CLOSED;

  /** ReadyForQuery of Syncs that a failed COPY may have swallowed: each may come, or not. */
  private int maybeReady;

  /**
   * A connection that owes nothing.
   *
   * @param bound how many requests can be unanswered, 16 or more
   * @param listener is told of requests with a tag
   */
  public ExpectedResponses(int bound, FateListener listener) {
    if (bound < 16) {
      throw new IllegalArgumentException("room for " + bound + " requests only");
    }
    this.ring = new RequestRing(bound);
    this.listener = listener;
  }

  /** How many requests more can be noted. A client's messages need one each; leave some for what is sent on its behalf. */
  public int room() {
    return ring.room();
  }

  /** Notes what is sent to the server. */
  public void sent(Request request, Origin origin) {
    sent(request, origin, UNTAGGED);
  }

  /**
   * Notes what is sent to the server; to be called before it can be answered.
   *
   * @param tag for the listener; {@link #UNTAGGED} for none, and always for a Sync and the end of a COPY
   * @throws ProtocolViolation if the client sends what makes it impossible to know whose later answers are
   * @throws IllegalStateException if there is no room, or the proxy's own and the client's requests get into one cycle
   */
  public void sent(Request request, Origin origin, int tag) {
    if (request == Request.LOCAL) {
      throw new IllegalArgumentException("a local answer is not sent");
    }
    if (tag != UNTAGGED && (request == Request.SYNC || request == Request.COPY_END)) {
      throw new IllegalArgumentException(request + " has no fate of its own");
    }
    checkCycle(request, origin);
    note(request, origin, (byte) 0, tag);
  }

  /**
   * Notes a message of the client that is not sent, as its answer is known.
   *
   * @param type of the answer, see {@link BackendType}; never ReadyForQuery, as the server would go on skipping
   * @param tag names the answer when it is due, if its type alone does not; the listener is told its fate
   * @throws IllegalStateException if there is no room, or not {@link #canAnswerLocally}
   */
  public void answerLocally(byte type, int tag) {
    if (!canAnswerLocally()) {
      throw new IllegalStateException("a local answer where its turn is not known");
    }
    if (type == BackendType.READY_FOR_QUERY) {
      throw new IllegalArgumentException("a Sync is for the server to answer");
    }
    checkCycle(Request.LOCAL, Origin.CLIENT);
    note(Request.LOCAL, Origin.CLIENT, type, tag);
  }

  /**
   * Whether an answer's turn can be known without the server: not while it {@link #mayOweReady}. The message is then to be sent, and
   * its answer settles that.
   */
  public boolean canAnswerLocally() {
    return maybeReady == 0;
  }

  /** Whether it is the proxy's turn to answer. To be asked after each call that notes or shows something, until it is false. */
  public boolean isLocalDue() {
    return due == Due.LOCAL;
  }

  /** The type of the local answer that is due. */
  public byte localType() {
    requireLocal();
    return ring.firstLocalType();
  }

  /** The local answer that is due has been given. @return its tag */
  public int takeLocal() {
    requireLocal();
    int tag = ring.firstTag();
    complete(Fate.DONE);
    return tag;
  }

  /**
   * The server has sent a message, or begun to send a large one.
   *
   * @return whose it is
   * @throws ProtocolViolation if it may not come now
   */
  public Verdict received(byte type) {
    Step step = ResponseTable.step(due, type);
    if (step.operation() == Operation.GO) {
      Verdict current = type == BackendType.ERROR_RESPONSE ? errorVerdict : verdict;
      if (maybeReady > 0) {
        settle(type);
      }
      due = step.next();
      return current;
    }
    return seldom(step, type);
  }

  /**
   * The server has sent an ErrorResponse.
   *
   * @param fatal whether it ends the connection, see {@link ErrorReport#isFatal}
   * @return whose it is; if nothing is owed it is for whoever has the connection
   * @throws ProtocolViolation if it may not come now
   */
  public Verdict receivedError(boolean fatal) {
    if (!fatal || due == Due.OVER) {
      return received(BackendType.ERROR_RESPONSE);
    }
    Verdict current = ring.size() == 0 ? Verdict.FORWARD : errorVerdict;
    due = Due.OVER;
    return current;
  }

  /** Whether nothing is owed and nothing can come but what comes at any time: the connection can be given to somebody else. */
  public boolean isQuiet() {
    return due == Due.NOTHING && maybeReady == 0;
  }

  /** Whether only this keeps the connection from being quiet: ReadyForQuery may come that nobody is waiting for, see above. */
  public boolean mayOweReady() {
    return due == Due.NOTHING && maybeReady > 0;
  }

  /** Whether the server passes over everything until it gets a Sync that has not been sent yet. */
  public boolean isSkipping() {
    return due == Due.SKIPPING;
  }

  /** Whether the server waits for the data of a COPY, or for its end. */
  public boolean isCopyIn() {
    return due == Due.EXECUTE_COPY_IN || due == Due.QUERY_COPY_IN;
  }

  /** Whether the answer that is due is the proxy's, wholly or but for errors. */
  public boolean isSwallowing() {
    return ring.size() > 0 && verdict == Verdict.SWALLOW;
  }

  /** How many requests are not answered yet, local ones among them. */
  public int size() {
    return ring.size();
  }

  /** What is due, for messages and logs. */
  @Override
  public String toString() {
    return "due is " + due + ", " + ring.size() + " requests unanswered"
        + (maybeReady > 0 ? ", " + maybeReady + " ReadyForQuery possible" : "");
  }

  private Verdict seldom(Step step, byte type) {
    if (step.operation() == Operation.ASYNCHRONOUS) {
      return Verdict.ASYNCHRONOUS;
    }
    if (step.operation() == Operation.ILLEGAL) {
      return unexpected(type);
    }
    Verdict current = type == BackendType.ERROR_RESPONSE ? errorVerdict : verdict;
    settle(type);
    switch (step.operation()) {
      case DONE -> complete(Fate.DONE);
      case ENDED_FAILED -> complete(Fate.FAILED);
      case SKIP -> skip();
      case COPIED_DONE -> {
        dropWhatCopyRead();
        complete(Fate.DONE);
      }
      case COPIED_GO -> {
        dropWhatCopyRead();
        due = step.next();
      }
      case COPY_SKIP -> skipAfterCopy();
      case COPY_FAILED_GO -> {
        countWhatCopyMayHaveRead();
        due = step.next();
      }
      case GO, ILLEGAL, ASYNCHRONOUS -> throw new AssertionError(step);
    }
    return current;
  }

  /** What may be due by no request: a ReadyForQuery of a Sync that a failed COPY had not swallowed after all. */
  private Verdict unexpected(byte type) {
    if (isLocalDue()) {
      throw new IllegalStateException("a local answer comes first");
    }
    if (type == BackendType.READY_FOR_QUERY && maybeReady > 0 && due.isBetweenAnswers()) {
      maybeReady--;
      if (isSkipping()) {
        due = Due.NOTHING;
      }
      return Verdict.FORWARD;
    }
    throw broken("the server sent " + BackendType.describe(type) + " where " + due + " was due");
  }

  /**
   * What answers something that was sent after a failed COPY settles which Syncs that had swallowed: the server answers in order. Only
   * ReadyForQuery, and an error of a Sync, can belong to either.
   */
  private void settle(byte type) {
    if (type != BackendType.READY_FOR_QUERY
        && (type != BackendType.ERROR_RESPONSE || due != Due.SYNC)) {
      maybeReady = 0;
    }
  }

  private void complete(Fate fate) {
    tellFirst(fate);
    ring.removeFirst();
    next();
  }

  /** Makes due what the first in the ring begins with. */
  private void next() {
    while (ring.has(0, Request.COPY_END)) {
      ring.removeFirst();
    }
    if (ring.size() == 0) {
      due = Due.NOTHING;
      return;
    }
    due = ring.request(0).start();
    if (due == Due.LOCAL && maybeReady > 0) {
      throw undecidable();
    }
    Origin origin = ring.firstOrigin();
    verdict = origin == Origin.CLIENT ? Verdict.FORWARD : Verdict.SWALLOW;
    errorVerdict = origin == Origin.OWN ? Verdict.SWALLOW : Verdict.FORWARD;
  }

  private void skip() {
    tellFirst(Fate.FAILED);
    ring.removeFirst();
    skipToSync();
  }

  private void skipToSync() {
    while (ring.size() > 0 && ring.request(0) != Request.SYNC) {
      tellFirst(Fate.SKIPPED);
      ring.removeFirst();
    }
    next();
    if (ring.size() == 0) {
      due = Due.SKIPPING;
    }
  }

  private void skipAfterCopy() {
    if (countWhatCopyMayHaveRead() > 0) {
      // Did the server skip to one of those, it would answer what follows; did it not, it would
      // skip that too.
      int i = 1;
      while (ring.has(i, Request.COPY_END)) {
        i++;
      }
      if (i < ring.size() && ring.request(i) != Request.SYNC) {
        throw undecidable();
      }
    }
    skip();
  }

  /** Takes off the Syncs that a COPY that failed may have read. @return how many */
  private int countWhatCopyMayHaveRead() {
    int syncs = syncsBehindFirst();
    ring.removeBehindFirst(syncs);
    maybeReady += syncs;
    return syncs;
  }

  private int syncsBehindFirst() {
    int count = 0;
    while (ring.has(count + 1, Request.SYNC)) {
      count++;
    }
    return count;
  }

  /** Takes off what a COPY that succeeded has read: the Syncs before its end, and the end. */
  private void dropWhatCopyRead() {
    int end = syncsBehindFirst() + 1;
    if (!ring.has(end, Request.COPY_END)) {
      throw broken("the server completed a COPY before its end had been sent");
    }
    ring.removeBehindFirst(end);
  }

  private void note(Request request, Origin origin, byte localType, int tag) {
    if (isSkipping() && request != Request.SYNC) {
      if (maybeReady > 0 && request != Request.COPY_END) {
        throw undecidable();
      }
      tell(request, Fate.SKIPPED, tag);
    } else if (due == Due.OVER) {
      tell(request, Fate.SKIPPED, tag);
    } else {
      ring.add(request, origin, localType, tag);
      if (ring.size() == 1) {
        next();
      }
    }
  }

  private void tellFirst(Fate fate) {
    tell(ring.request(0), fate, ring.firstTag());
  }

  private void tell(Request request, Fate fate, int tag) {
    if (tag != UNTAGGED) {
      listener.known(request, fate, tag);
    }
  }

  private void checkCycle(Request request, Origin origin) {
    if (request.endsCycle()) {
      if (origin == Origin.ON_BEHALF) {
        throw new IllegalArgumentException(request + " is the client's or the proxy's own");
      }
      // A Sync of the proxy's own may end what a client has begun and left.
      if (request != Request.SYNC) {
        requireCycle(origin);
      }
      cycle = Cycle.CLOSED;
    } else if (request != Request.COPY_END) {
      requireCycle(origin);
      cycle = origin == Origin.OWN ? Cycle.OWN : Cycle.CLIENT;
    }
  }

  private void requireCycle(Origin origin) {
    Cycle wanted = origin == Origin.OWN ? Cycle.OWN : Cycle.CLIENT;
    if (cycle != Cycle.CLOSED && cycle != wanted) {
      throw new IllegalStateException("the client's and the proxy's own requests in one cycle");
    }
    if (wanted == Cycle.OWN && cycle != wanted && isSkipping()) {
      throw new IllegalStateException("the server would skip what the proxy sends for itself");
    }
  }

  private void requireLocal() {
    if (!isLocalDue()) {
      throw new IllegalStateException("no local answer is due: " + this);
    }
  }

  private ProtocolViolation undecidable() {
    return broken(
        "requests after a COPY that failed, without a Sync between: whose answers come next cannot be known");
  }

  private ProtocolViolation broken(String message) {
    String full = message + " (" + this + ")";
    due = Due.OVER;
    return new ProtocolViolation(full);
  }
}
