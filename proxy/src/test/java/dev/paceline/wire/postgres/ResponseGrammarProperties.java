package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.wire.postgres.PipelineServer.Answer;
import dev.paceline.wire.postgres.PipelineServer.Message;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * {@link ExpectedResponses} takes exactly the sequences of messages that a grammar allows: the protocol's rules said once more, as
 * regular expressions. Data of a COPY from the client is left to {@link ExpectedResponsesProperties}.
 */
class ResponseGrammarProperties {

  /** What each request is answered with if all goes well. */
  private static final Map<Request, String> GOOD = Map.of(
      Request.PARSE, "1",
      Request.BIND, "2",
      Request.CLOSE, "3",
      Request.DESCRIBE_STATEMENT, "t[Tn]",
      Request.DESCRIBE_PORTAL, "[Tn]",
      Request.EXECUTE, "(?:D*[Cs]|I|Hd*cC)",
      Request.SYNC, "E?Z",
      Request.FUNCTION_CALL, "[VE]Z",
      Request.QUERY,
          "(?:(?:Hd*c|Wd*c)*(?:TD*C|C|I|Wd*C))*"
              + "(?:(?:Hd*c|Wd*c)*(?:TD*C|C|I|Wd*C)|(?:Hd*c|Wd*c)*(?:TD*|Hd*|Wd*)?E)Z");

  /** What can come of a request of the extended protocol before its error. */
  private static final Map<Request, String> BEGUN = Map.of(
      Request.PARSE, "",
      Request.BIND, "",
      Request.CLOSE, "",
      Request.DESCRIBE_STATEMENT, "t?",
      Request.DESCRIBE_PORTAL, "",
      Request.EXECUTE, "(?:D*|Hd*c?)");

  @Property(tries = 5000)
  void received_takesWhatTheGrammarAllowsAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    List<Message> script = new PipelineScripts(random)
        .cycles().stream()
            .filter(cycle -> cycle.stream().noneMatch(m -> m.request() == Request.COPY_END))
            .flatMap(List::stream)
            .limit(12)
            .toList();
    StringBuilder answers = new StringBuilder();
    PipelineServer server = new PipelineServer();
    for (Message m : script) {
      for (Answer answer : server.take(m)) {
        answers.append(answer.type());
      }
    }
    mutate(answers, random);

    ExpectedResponses expected = new ExpectedResponses(64, (request, fate, tag) -> {});
    script.forEach(m -> expected.sent(m.request(), Origin.CLIENT));
    boolean taken = true;
    try {
      for (int i = 0; i < answers.length(); i++) {
        expected.received((byte) answers.charAt(i));
      }
    } catch (ProtocolViolation e) {
      taken = false;
    }

    boolean allowed =
        Pattern.matches(grammar(script.stream().map(Message::request).toList(), 0), answers);
    assertThat(taken && expected.size() == 0)
        .as("%s for %s", answers, script.stream().map(Message::request).toList())
        .isEqualTo(allowed);
  }

  /** Every beginning of an answer, up to a length, goes on with exactly the messages that the grammar lets it go on with. */
  @Example
  void received_everyShortAnswer_goesOnAsTheGrammarSays() {
    for (Request request : GOOD.keySet()) {
      List<Request> sent = request.endsCycle() ? List.of(request) : List.of(request, Request.SYNC);
      Pattern grammar = Pattern.compile(grammar(sent, 0));
      goOn(sent, grammar, "");
    }
  }

  private static void goOn(List<Request> sent, Pattern grammar, String begun) {
    for (char type = 0; type < 128; type++) {
      if ("GNSA".indexOf(type) >= 0) {
        continue;
      }
      String answer = begun + type;
      Matcher matcher = grammar.matcher(answer);
      boolean allowed = matcher.matches() || matcher.hitEnd();
      assertThat(take(sent, answer)).as("%s for %s", answer, sent).isEqualTo(allowed);
      if (allowed && answer.length() < 5) {
        goOn(sent, grammar, answer);
      }
    }
  }

  private static boolean take(List<Request> sent, String answer) {
    ExpectedResponses expected = new ExpectedResponses(16, (request, fate, tag) -> {});
    sent.forEach(request -> expected.sent(request, Origin.CLIENT));
    try {
      answer.chars().forEach(type -> expected.received((byte) type));
      return true;
    } catch (ProtocolViolation e) {
      return false;
    }
  }

  private static void mutate(StringBuilder answers, Random random) {
    String types = "123CDEHITVWZcdnst";
    int count = random.nextInt(3);
    for (int i = 0; i < count && answers.length() > 0; i++) {
      int at = random.nextInt(answers.length());
      char type = types.charAt(random.nextInt(types.length()));
      switch (random.nextInt(4)) {
        case 0 -> answers.deleteCharAt(at);
        case 1 -> answers.insert(at, type);
        case 2 -> answers.setCharAt(at, type);
        default -> answers.append(type);
      }
    }
  }

  private static String grammar(List<Request> sent, int from) {
    if (from == sent.size()) {
      return "";
    }
    Request request = sent.get(from);
    String rest = grammar(sent, from + 1);
    if (request.endsCycle()) {
      return GOOD.get(request) + rest;
    }
    int sync = from + 1;
    while (sync < sent.size() && sent.get(sync) != Request.SYNC) {
      sync++;
    }
    return "(?:" + GOOD.get(request) + rest + "|" + BEGUN.get(request) + "E" + grammar(sent, sync)
        + ")";
  }
}
