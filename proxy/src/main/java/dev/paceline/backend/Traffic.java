package dev.paceline.backend;

/** Counts of one pool since it was made: plain numbers of its event loop, so that counting costs next to nothing. */
public final class Traffic {

  long leases;
  long queries;
  long transactions;
  long received;
  long sent;
  long leaseNanos;
  long queryNanos;
  long waitNanos;

  /**
   * The numbers at one moment.
   *
   * @param leases how often a connection was lent
   * @param queries answers that were complete
   * @param transactions of them, those that left no transaction open
   * @param received bytes from servers
   * @param sent bytes to servers
   * @param leaseNanos for how long connections were lent
   * @param queryNanos for how long servers were asked something
   * @param waitNanos how long was waited for connections
   */
  public record Totals(
      long leases,
      long queries,
      long transactions,
      long received,
      long sent,
      long leaseNanos,
      long queryNanos,
      long waitNanos) {

    /** Nothing yet. */
    public static final Totals ZERO = new Totals(0, 0, 0, 0, 0, 0, 0, 0);

    /** The sum of both. */
    public Totals plus(Totals other) {
      return new Totals(
          leases + other.leases,
          queries + other.queries,
          transactions + other.transactions,
          received + other.received,
          sent + other.sent,
          leaseNanos + other.leaseNanos,
          queryNanos + other.queryNanos,
          waitNanos + other.waitNanos);
    }

    /** What came since. */
    public Totals minus(Totals before) {
      return new Totals(
          leases - before.leases,
          queries - before.queries,
          transactions - before.transactions,
          received - before.received,
          sent - before.sent,
          leaseNanos - before.leaseNanos,
          queryNanos - before.queryNanos,
          waitNanos - before.waitNanos);
    }
  }

  Totals totals() {
    return new Totals(
        leases, queries, transactions, received, sent, leaseNanos, queryNanos, waitNanos);
  }
}
