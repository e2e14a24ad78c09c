package dev.paceline.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings with which no proxy can be. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  SettingsException(List<Problem> problems) {
    super(problems.stream()
        .map(Problem::toString)
        .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** All of them, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
