package dev.paceline.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be: it tells all of its problems at once, so that one try mends them all. */
public final class ConfigurationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /**
   * Makes one of at least one problem.
   *
   * @param problems each a sentence that names the setting, its value, what is allowed and, where there is one, the
   *     nearest valid name; never a secret
   */
  public ConfigurationException(List<String> problems) {
    super(problems.stream().collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** Each problem, at least one. */
  public List<String> problems() {
    return problems;
  }
}
