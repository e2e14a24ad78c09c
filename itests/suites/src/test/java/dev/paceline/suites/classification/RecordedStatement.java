package dev.paceline.suites.classification;

import java.util.Objects;

/**
 * One statement of a transcript, with what was recorded of it.
 *
 * @param part the transcript's name, without its ending
 * @param line where the statement begins in the transcript, from 1
 * @param standbyState the SQLSTATE that a standby gives in a transaction; {@code not-run} where running it would break the cluster
 * @param primaryState the same on the primary
 * @param bound whether the text has places for parameters
 * @param remark why the truth is not what the states say, or {@code varies} where two nodes answer differently; empty for most
 */
public record RecordedStatement(
    String part,
    int line,
    String sql,
    Truth truth,
    String standbyState,
    String primaryState,
    boolean bound,
    String remark) {

  public static final String NOT_RUN = "not-run";
  static final String FINE = "00000";

  public RecordedStatement {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(sql, "sql");
    Objects.requireNonNull(truth, "truth");
    Objects.requireNonNull(remark, "remark");
    if (truth == Truth.PRIMARY && standbyState.equals(FINE) && remark.isEmpty()) {
      throw new IllegalArgumentException(part + ":" + line
          + " a standby runs it: the transcript must say why it is for the primary");
    }
    if (truth == Truth.REPLICA && !(standbyState.equals(FINE) && primaryState.equals(FINE))) {
      throw new IllegalArgumentException(
          part + ":" + line + " what fails is no truth about replicas");
    }
  }

  boolean isRun() {
    return !standbyState.equals(NOT_RUN);
  }

  boolean sameAnswerEverywhere() {
    return truth == Truth.REPLICA && remark.isEmpty();
  }

  /** The text that a server can run: nulls for parameters, and the driver's double question marks single. */
  String runnable() {
    return bound
        ? sql.replaceAll("\\?\\?", "\u0001")
            .replaceAll("\\?|\\$\\d+", "null")
            .replace('\u0001', '?')
        : sql;
  }

  @Override
  public String toString() {
    String text = sql.replaceAll("\\s+", " ");
    return part + ":" + line + " [" + truth + "] "
        + (text.length() > 160 ? text.substring(0, 160) + "..." : text);
  }
}
