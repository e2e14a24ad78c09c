package dev.paceline.cli;

import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Asks the hosts of the URL and, as the driver's discovery does, whoever these tell of, and so on. */
final class Survey {

  /** The driver keeps no more nodes of one cluster. */
  static final int MOST = 64;

  private final ServerInterview interview;
  private final List<Asked> asked = new ArrayList<>();
  private final Set<HostAndPort> tried = new HashSet<>();

  private Survey(ServerInterview interview) {
    this.interview = interview;
  }

  /**
   * One server.
   *
   * @param address by which it was asked
   * @param answers what it said
   * @param inUrl whether the URL names it
   */
  record Asked(HostAndPort address, ServerAnswers answers, boolean inUrl) {}

  /** The hosts of the URL first, whether they answered or not, then those that were found, which all did. */
  static List<Asked> of(PacelineConfig config, ServerInterview interview) {
    Survey survey = new Survey(interview);
    survey.seeds(config.seeds());
    if (config.isOn(PacelineProperty.DISCOVERY)) {
      boolean news = true;
      while (news && survey.asked.size() < MOST) {
        news = survey.neighbours();
      }
    }
    return List.copyOf(survey.asked);
  }

  private void seeds(List<HostAndPort> seeds) {
    tried.addAll(seeds);
    seeds.parallelStream()
        .map(seed -> new Asked(seed, interview.ask(seed), /* inUrl= */ true))
        .forEachOrdered(asked::add);
  }

  /** Asks those that were told of and not asked yet; true if one of them is a server that was not known. */
  private boolean neighbours() {
    Set<HostAndPort> told = new LinkedHashSet<>();
    asked.forEach(one -> told.addAll(one.answers().neighbours()));
    told.removeAll(tried);
    tried.addAll(told);
    List<Asked> answered = told.parallelStream()
        .map(address -> new Asked(address, interview.ask(address), /* inUrl= */ false))
        .toList();
    int before = asked.size();
    for (Asked one : answered) {
      if (asked.size() < MOST && isNew(one.answers())) {
        asked.add(one);
      }
    }
    return asked.size() > before;
  }

  /** What a server tells of others is a guess: it counts if a server of the same cluster answers there, and no known one. */
  private boolean isNew(ServerAnswers answers) {
    return !answers.server().isEmpty()
        && asked.stream().noneMatch(one -> one.answers().server().equals(answers.server()))
        && asked.stream()
            .anyMatch(one -> one.answers()
                .value("system_identifier")
                .equals(answers.value("system_identifier")));
  }
}
