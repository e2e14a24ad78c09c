package dev.paceline.admin;

import dev.paceline.backend.PoolReport;
import dev.paceline.backend.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code SHOW STATS} and its kin: totals, and averages over the last whole period. Thread-safe. */
final class AdminStats {

  /** Totals of each database at a moment. */
  private record Sample(long at, Map<String, Traffic.Totals> totals) {}

  private Sample last;
  private Sample before;

  AdminStats(long now) {
    last = new Sample(now, Map.of());
    before = last;
  }

  /** A period ends. */
  synchronized void sample(Census census, long now) {
    before = last;
    last = new Sample(now, byDatabase(census));
  }

  static Map<String, Traffic.Totals> byDatabase(Census census) {
    Map<String, Traffic.Totals> totals = new TreeMap<>();
    for (PoolReport pool : census.pools()) {
      totals.merge(pool.identity().database(), pool.totals(), Traffic.Totals::plus);
    }
    return totals;
  }

  synchronized AdminReply stats(Census census, boolean totals, boolean averages) {
    List<String> columns = new ArrayList<>(List.of("database"));
    if (totals) {
      columns.addAll(List.of(
          "total_xact_count",
          "total_query_count",
          "total_server_assignment_count",
          "total_received",
          "total_sent",
          "total_xact_time",
          "total_query_time",
          "total_wait_time"));
    }
    if (averages) {
      columns.addAll(List.of(
          "avg_xact_count",
          "avg_query_count",
          "avg_server_assignment_count",
          "avg_recv",
          "avg_sent",
          "avg_xact_time",
          "avg_query_time",
          "avg_wait_time"));
    }
    List<List<String>> rows = new ArrayList<>();
    byDatabase(census).forEach((database, now) -> {
      List<String> row = new ArrayList<>(List.of(database));
      if (totals) {
        row.addAll(totals(now));
      }
      if (averages) {
        row.addAll(averages(database));
      }
      rows.add(row);
    });
    return AdminReply.table(columns, rows);
  }

  /** From where clients are: what servers send is what clients are sent. */
  private static List<String> totals(Traffic.Totals now) {
    return texts(
        now.transactions(),
        now.queries(),
        now.leases(),
        now.sent(),
        now.received(),
        now.leaseNanos() / 1_000,
        now.queryNanos() / 1_000,
        now.waitNanos() / 1_000);
  }

  private List<String> averages(String database) {
    Traffic.Totals zero = Traffic.Totals.ZERO;
    Traffic.Totals period = last.totals()
        .getOrDefault(database, zero)
        .minus(before.totals().getOrDefault(database, zero));
    double seconds = Math.max(1e-9, (last.at() - before.at()) / 1e9);
    return texts(
        (long) (period.transactions() / seconds),
        (long) (period.queries() / seconds),
        (long) (period.leases() / seconds),
        (long) (period.sent() / seconds),
        (long) (period.received() / seconds),
        period.leaseNanos() / 1_000 / Math.max(1, period.leases()),
        period.queryNanos() / 1_000 / Math.max(1, period.queries()),
        period.waitNanos() / 1_000 / Math.max(1, period.leases()));
  }

  private static List<String> texts(long... numbers) {
    List<String> texts = new ArrayList<>();
    for (long number : numbers) {
      texts.add(AdminTables.text(number));
    }
    return texts;
  }
}
