package dev.paceline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code paceline doctor URL}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a real cluster, and says what will hurt and what to do about it.",
      "It only reads, through the native driver, from every host of the URL and from those that these tell of."
    },
    footer = {
      "",
      "Exit codes: 0 nothing to fix; 1 there are warnings; 2 there are errors, or it could not run.",
      "",
      "Examples:",
      "  paceline doctor 'jdbc:paceline:postgresql://db1,db2,db3/shop?user=app'",
      "  PGPASSWORD=... paceline doctor postgresql://db1:5432,db2:5432/shop -U app --format json"
    })
final class DoctorCommand implements Callable<Integer> {

  enum Format {
    TEXT,
    JSON
  }

  @Mixin
  private Target target = new Target();

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  @Option(names = "--all", description = "Shows what is as it should be, too.")
  private boolean all;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  DoctorCommand() {}

  @Override
  public Integer call() throws IOException {
    PacelineConfig config = target.config();
    List<Finding> findings = examine(config);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> print(config, findings, out);
      case JSON -> out.println(json(findings));
    }
    out.flush();
    return exitCode(findings);
  }

  static List<Finding> examine(PacelineConfig config) {
    ServerInterview interview = new ServerInterview(config);
    List<Survey.Asked> asked = Survey.of(config, interview);
    List<ServerAnswers> servers = asked.stream().map(Survey.Asked::answers).toList();
    List<Finding> findings = new ArrayList<>(UrlChecks.of(config));
    asked.stream().filter(one -> !one.inUrl()).forEach(one -> findings.add(found(one)));
    if (asked.size() >= Survey.MOST) {
      findings.add(Finding.warning(
          Finding.CLUSTER,
          "there are " + Survey.MOST + " nodes, or more",
          "Paceline keeps no more than " + Survey.MOST + "; others get no traffic.",
          "Name the nodes that count in the URL, and set paceline.discovery=off."));
    }
    findings.addAll(ClusterChecks.of(servers));
    findings.addAll(SettingChecks.of(config, servers));
    findings.addAll(lag(config, interview, asked));
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return findings;
  }

  private static Finding found(Survey.Asked one) {
    return Finding.info(
        one.address().toString(),
        "is not in the URL, and was found from the nodes that are",
        "Paceline finds it as well, some seconds after it starts, as long as one of the nodes in the URL answers.");
  }

  private static List<Finding> lag(
      PacelineConfig config, ServerInterview interview, List<Survey.Asked> asked) {
    List<Finding> findings = new ArrayList<>();
    Survey.Asked primary = null;
    for (Survey.Asked one : asked) {
      primary = one.answers().isPrimary() ? one : primary;
    }
    if (primary == null) {
      return findings;
    }
    String system = primary.answers().value("system_identifier");
    long patience = Math.min(config.nanos(PacelineProperty.MAX_LAG), TimeUnit.SECONDS.toNanos(5));
    for (Survey.Asked one : asked) {
      if (one.answers().isReplica() && one.answers().value("system_identifier").equals(system)) {
        long millis = LagProbe.millis(interview, primary.address(), one.address(), patience);
        findings.add(lagFinding(one.address().toString(), millis, patience));
      }
    }
    return findings;
  }

  private static Finding lagFinding(String node, long millis, long patienceNanos) {
    if (millis >= 0) {
      return Finding.ok(node, "reached what the primary had flushed within " + millis + " ms");
    }
    return Finding.warning(
        node,
        "did not reach what the primary had flushed within "
            + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms",
        "It is behind. Reads that need recent writes go elsewhere, and beyond paceline.maxLag all do.",
        "Look for a paused or delayed replay, a long query on the replica, or a slow network or disk.");
  }

  static int exitCode(List<Finding> findings) {
    return findings.stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .map(worst -> switch (worst) {
          case OK, INFO -> 0;
          case WARNING -> 1;
          case ERROR -> 2;
        })
        .orElse(0);
  }

  private void print(PacelineConfig config, List<Finding> findings, PrintWriter out) {
    out.println("Doctor for " + config.safeUrl());
    int hidden = 0;
    for (Finding finding : findings) {
      if (finding.severity() == Severity.OK && !all) {
        hidden++;
        continue;
      }
      out.println();
      out.printf("%-8s %s: %s%n", finding.severity(), finding.where(), finding.what());
      Wrap.indented(out, finding.meaning());
      Wrap.indented(out, finding.action().isEmpty() ? "" : "=> " + finding.action());
    }
    out.println();
    out.println(summary(findings)
        + (hidden > 0 ? " (" + hidden + " checks were fine; --all shows them)" : ""));
  }

  private static String summary(List<Finding> findings) {
    long errors = count(findings, Severity.ERROR);
    long warnings = count(findings, Severity.WARNING);
    return errors + warnings == 0
        ? "Nothing to fix."
        : errors
            + (errors == 1 ? " error, " : " errors, ")
            + warnings
            + (warnings == 1 ? " warning." : " warnings.");
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  private static String json(List<Finding> findings) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("severity", finding.severity().name());
      row.put("where", finding.where());
      row.put("what", finding.what());
      row.put("meaning", finding.meaning());
      row.put("action", finding.action());
      rows.add(row);
    }
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(rows);
  }
}
