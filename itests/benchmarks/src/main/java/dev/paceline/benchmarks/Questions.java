package dev.paceline.benchmarks;

import dev.paceline.benchmarks.Rounds.Length;
import dev.paceline.benchmarks.stub.StubDriver;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.openjdk.jmh.runner.RunnerException;

/** The questions of the speed table, in its order, and the bars that were set before anything was measured. */
enum Questions {
  /** What an execution costs above the native driver. */
  STUB {
    @Override
    void ask(Target target, Length length, Report report)
        throws RunnerException, SQLException, InterruptedException {
      Rounds rounds = Rounds.run(StubReadBenchmark.class, length, 1, NO_HOSTS);
      String what = "prepared point read on a stub driver, ";
      report.figure(what + "the stub alone", rounds.score(Contender.RAW.name()), " ns");
      report.atMost(
          500, what + "added by Paceline", rounds.added(Contender.PACELINE, Contender.RAW), " ns");
      report.atMost(
          200,
          what + "added by Paceline",
          rounds.bytesAdded(Contender.PACELINE, Contender.RAW),
          " bytes");
      for (Contender other : List.of(Contender.HIKARI, Contender.AWS)) {
        report.figure(what + "added by " + other, rounds.added(other, Contender.RAW), " ns");
        report.figure(
            what + "added by " + other, rounds.bytesAdded(other, Contender.RAW), " bytes");
      }
      List<Contender> contenders = List.of(Contender.RAW, Contender.PACELINE, Contender.AWS);
      Turns turns =
          Turns.run(Target.stub(), contenders, 1, length.turns(), source -> reads(source));
      StubDriver.uninstall();
      for (Contender one : contenders.subList(1, contenders.size())) {
        report.figure(
            what + "processor time added by " + one,
            turns.processorAdded(one, Contender.RAW),
            " us");
      }
    }
  },

  /** The same with a server. */
  SERVER {
    @Override
    void ask(Target target, Length length, Report report)
        throws SQLException, InterruptedException {
      List<Contender> contenders =
          List.of(Contender.RAW, Contender.PACELINE, Contender.HIKARI, Contender.AWS);
      for (int threads : new int[] {1, 8}) {
        Turns rounds = Turns.run(
            target.primary(), contenders, threads, length.turns(), source -> reads(source));
        String what = "prepared point read of one server, " + threads + " thread(s), ";
        report.figure(what + "raw pgjdbc", rounds.perSecond(Contender.RAW), "/s");
        report.atLeast(
            0.97, what + "Paceline to raw", rounds.ratio(Contender.PACELINE, Contender.RAW), "");
        report.figure(
            what + "client's processor time added by Paceline",
            rounds.processorAdded(Contender.PACELINE, Contender.RAW),
            " us");
        report.figure(
            what + "client's processor time added by AWS",
            rounds.processorAdded(Contender.AWS, Contender.RAW),
            " us");
        report.figure(what + "HIKARI to raw", rounds.ratio(Contender.HIKARI, Contender.RAW), "");
        report.figure(what + "AWS to raw", rounds.ratio(Contender.AWS, Contender.RAW), "");
      }
    }
  },

  /** What replicas bring. */
  CLUSTER {
    @Override
    void ask(Target target, Length length, Report report)
        throws SQLException, InterruptedException {
      List<Contender> contenders = List.of(Contender.RAW, Contender.PACELINE);
      Turns rounds = Turns.run(target, contenders, 8, length.turns(), source -> reads(source));
      String what = "reads on a primary and two replicas, 8 threads, ";
      report.figure(what + "pgjdbc on the primary", rounds.perSecond(Contender.RAW), "/s");
      report.figure(what + "Paceline", rounds.perSecond(Contender.PACELINE), "/s");
      report.figure(what + "Paceline to raw", rounds.ratio(Contender.PACELINE, Contender.RAW), "");
      long[] before = rowsRead(target);
      Turns.run(target, List.of(Contender.PACELINE), 8, length.turns(), source -> reads(source));
      report.note(what + "share of primary, replica, replica", shares(before, rowsRead(target)));
    }
  },

  /** What it costs to know a text. */
  PLANS {
    @Override
    void ask(Target target, Length length, Report report) throws RunnerException {
      Rounds rounds = Rounds.run(PlanLookupBenchmark.class, length, 1, NO_HOSTS);
      report.atMost(100, "plan look-up, known text", rounds.score("knownText"), " ns");
      report.atMost(
          5_000, "plan look-up, new literals, 200 characters", rounds.score("knownDigest"), " ns");
      report.atMost(
          300_000,
          "plan look-up, new digest, what the caller waits for",
          rounds.score("newDigest"),
          " ns");
      report.atMost(
          300_000,
          "plan look-up, new digest, with the parser",
          rounds.score("newDigestParsed"),
          " ns");
    }
  },

  /** Statements that are not kept. */
  PREPARE {
    @Override
    void ask(Target target, Length length, Report report)
        throws SQLException, InterruptedException {
      List<Contender> others =
          List.of(Contender.PACELINE, Contender.HIKARI, Contender.AWS, Contender.AWS_PARSER);
      List<Contender> contenders = new ArrayList<>(others);
      contenders.add(Contender.RAW);
      Turns rounds = Turns.run(target.primary(), contenders, 1, length.turns(), source -> {
        Connection connection = source.connection();
        return () -> PointRead.preparing(connection, anItem());
      });
      String what = "prepared anew for each execution, ";
      report.figure(what + "raw pgjdbc", rounds.perSecond(Contender.RAW), "/s");
      report.atMost(
          1.05,
          what + "Paceline's time to raw",
          rounds.ratio(Contender.RAW, Contender.PACELINE),
          "");
      report.figure(
          what + "client's processor time added by Paceline",
          rounds.processorAdded(Contender.PACELINE, Contender.RAW),
          " us");
      for (Contender other : others.subList(1, others.size())) {
        report.figure(what + other + "'s time to raw", rounds.ratio(Contender.RAW, other), "");
      }
    }
  },

  /** Where the time of an execution goes. */
  PARTS {
    @Override
    void ask(Target target, Length length, Report report) throws RunnerException {
      Rounds rounds = Rounds.run(PartsBenchmark.class, length, 1, NO_HOSTS);
      report.figure("routing decision, freshness process", rounds.score("decide"), " ns");
      report.figure("routing decision, freshness any", rounds.score("decideWithoutFloors"), " ns");
      report.figure("lease of a connection and back", rounds.score("lease"), " ns");
      report.figure("floors of one write", rounds.score("noteWrite"), " ns");
    }
  },

  /** A JVM that has just begun. */
  COLD {
    @Override
    void ask(Target target, Length length, Report report) throws IOException, InterruptedException {
      Map<Contender, List<Double>> millis = ColdStart.measure(target, COLD_STARTS);
      List<Double> raw = of(millis, Contender.RAW);
      String what = "first connection and query in a cold JVM, ";
      report.figure(what + "raw pgjdbc", Spread.of(raw), " ms");
      report.atMost(
          300, what + "added by Paceline", more(of(millis, Contender.PACELINE), raw), " ms");
      report.figure(what + "added by AWS", more(of(millis, Contender.AWS), raw), " ms");
    }
  },

  /** Writes. */
  COMMIT {
    @Override
    void ask(Target target, Length length, Report report)
        throws SQLException, InterruptedException {
      Turns rounds = Turns.run(
          target,
          List.of(Contender.RAW, Contender.PACELINE_ANY, Contender.PACELINE),
          1,
          length.turns(),
          Questions::updates);
      String what = "update and commit, ";
      report.figure(what + "raw pgjdbc", rounds.perSecond(Contender.RAW), "/s");
      report.atLeast(
          0.97,
          what + "with position tracking to without",
          rounds.ratio(Contender.PACELINE, Contender.PACELINE_ANY),
          "");
      report.figure(what + "Paceline to raw", rounds.ratio(Contender.PACELINE, Contender.RAW), "");
      report.figure(
          what + "client's processor time added by Paceline",
          rounds.processorAdded(Contender.PACELINE, Contender.RAW),
          " us");
    }
  },

  /** From a replica to the primary and back: the primary is asked whether it shows what the replica has shown. */
  TURN {
    @Override
    void ask(Target target, Length length, Report report)
        throws SQLException, InterruptedException {
      Turns rounds = Turns.run(
          target,
          List.of(Contender.RAW, Contender.PACELINE_ANY, Contender.PACELINE),
          1,
          length.turns(),
          Questions::readAndUpdate);
      String what = "a read and an update in turns, ";
      report.figure(what + "pgjdbc on the primary", rounds.perSecond(Contender.RAW), "/s");
      report.figure(
          what + "monotonic reads to none",
          rounds.ratio(Contender.PACELINE, Contender.PACELINE_ANY),
          "");
      report.figure(what + "Paceline to raw", rounds.ratio(Contender.PACELINE, Contender.RAW), "");
    }
  };

  static final int COLD_STARTS = 12;
  static final String NO_HOSTS = "";

  abstract void ask(Target target, Length length, Report report)
      throws RunnerException, SQLException, IOException, InterruptedException;

  private static int anItem() {
    return 1 + ThreadLocalRandom.current().nextInt(Target.ITEMS);
  }

  private static Turns.Work reads(Source source) throws SQLException {
    PointRead read = new PointRead(source.connection());
    return () -> read.once(anItem());
  }

  private static Turns.Work updates(Source source) throws SQLException {
    Connection connection = source.connection();
    connection.setAutoCommit(false);
    PreparedStatement update =
        connection.prepareStatement("UPDATE counter SET n = n + 1 WHERE id = ?");
    return () -> {
      update.setInt(1, 1);
      update.executeUpdate();
      connection.commit();
    };
  }

  private static Turns.Work readAndUpdate(Source source) throws SQLException {
    Connection connection = source.connection();
    PointRead read = new PointRead(connection);
    PreparedStatement update =
        connection.prepareStatement("UPDATE counter SET n = n + 1 WHERE id = ?");
    return () -> {
      read.once(anItem());
      update.setInt(1, 1);
      update.executeUpdate();
    };
  }

  private static List<Double> of(Map<Contender, List<Double>> values, Contender contender) {
    return values.getOrDefault(contender, List.of());
  }

  private static Spread more(List<Double> values, List<Double> than) {
    List<Double> more = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      more.add(values.get(i) - than.get(i));
    }
    return Spread.of(more);
  }

  /** What every server itself has counted of reads by the key, the primary first. */
  static long[] rowsRead(Target target) throws SQLException {
    List<Long> counts = new ArrayList<>();
    for (Target node : target.each()) {
      try (Connection connection = DriverManager.getConnection(node.url());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(
              "SELECT coalesce(sum(idx_tup_fetch), 0) FROM pg_stat_user_tables WHERE relname = 'item'")) {
        rows.next();
        counts.add(rows.getLong(1));
      }
    }
    return counts.stream().mapToLong(Long::longValue).toArray();
  }

  static String shares(long[] before, long[] after) {
    long[] reads = LongStream.range(0, after.length)
        .map(i -> after[(int) i] - before[(int) i])
        .toArray();
    long all = Math.max(1, Arrays.stream(reads).sum());
    return String.join(
        ", ",
        Arrays.stream(reads).mapToObj(n -> Math.round(100.0 * n / all) + " %").toList());
  }
}
