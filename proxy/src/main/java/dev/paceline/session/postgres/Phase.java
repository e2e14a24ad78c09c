package dev.paceline.session.postgres;

/**
 * Where a session stands.
 *
 * <pre>
 * IDLE =&gt; GATHERING: a message of the extended protocol, while no server connection is borrowed
 * IDLE =&gt; WAITING: a Query; its place is decided
 * GATHERING =&gt; WAITING: Sync, Flush, or more than is gathered
 * WAITING =&gt; OPEN: a server connection is lent, has the session's settings, and shows what the session has seen
 * OPEN =&gt; IN_FLIGHT: a Query or a Sync is sent
 * IN_FLIGHT =&gt; IDLE: ReadyForQuery; the connection is given back unless a transaction or a pin holds it
 * IN_FLIGHT =&gt; OPEN: everything is answered, but a COPY has swallowed the Sync
 * IN_FLIGHT =&gt; WAITING: a replica could not run it, and nothing has been handed out
 * any =&gt; SKIPPING: refused by the proxy; up to the next Sync nothing is done
 * any =&gt; CLOSED: either side is gone
 * </pre>
 */
enum Phase {
  IDLE,
  GATHERING,
  WAITING,
  OPEN,
  IN_FLIGHT,
  SKIPPING,
  CLOSED
}
