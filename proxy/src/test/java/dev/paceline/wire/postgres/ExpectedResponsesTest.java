package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedResponsesTest {

  private final List<String> fates = new ArrayList<>();
  private final ExpectedResponses expected = new ExpectedResponses(
      64, (request, fate, tag) -> fates.add(request + " " + fate + " " + tag));

  private void sent(Request... requests) {
    for (Request request : requests) {
      expected.sent(request, Origin.CLIENT);
    }
  }

  /** The verdicts on messages by their first letters, in order: F, S and A; local answers that come due are in small letters. */
  private String received(String types) {
    StringBuilder verdicts = new StringBuilder(locals());
    for (int i = 0; i < types.length(); i++) {
      verdicts.append(expected.received((byte) types.charAt(i)).name().charAt(0));
      verdicts.append(locals());
    }
    return verdicts.toString();
  }

  private String locals() {
    StringBuilder locals = new StringBuilder();
    while (expected.isLocalDue()) {
      locals.append((char) expected.localType());
      expected.takeLocal();
    }
    return locals.toString();
  }

  private void assertRefused(char type) {
    assertThatThrownBy(() -> expected.received((byte) type))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("('" + type + "')");
  }

  @ParameterizedTest
  @CsvSource({
    "TDDCZ",
    "CZ",
    "IZ",
    "EZ",
    "TDEZ",
    "TCTDDCCZ",
    "CEZ",
    "HddcCZ",
    "HcTDCZ",
    "HdEZ",
    "WdcCZ",
    "WdCZ",
    "WdcTDCCZ",
    "NTSDACNZA"
  })
  void query_legalAnswers_areTheClients(String answer) {
    sent(Request.QUERY);
    assertThat(received(answer)).doesNotContain("S");
    assertThat(expected.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', Z", "'', D", "'', 1", "'', s", "'', V", "T, Z", "T, T", "TC, D", "C, 1", "E, E", "E, C",
    "H, Z", "H, C", "Hd, D", "G, Z", "G, T", "CZ, Z", "W, G", "'', R", "'', K"
  })
  void query_otherAnswers_areRefused(String before, char type) {
    sent(Request.QUERY);
    received(before == null ? "" : before);
    assertRefused(type);
    // Nothing is legal any more.
    assertRefused('N');
  }

  @Test
  void extended_onePipeline_isAnsweredInOrder() {
    sent(
        Request.PARSE,
        Request.DESCRIBE_STATEMENT,
        Request.BIND,
        Request.DESCRIBE_PORTAL,
        Request.EXECUTE,
        Request.CLOSE,
        Request.SYNC);
    assertThat(received("1tT2nDDC3Z")).isEqualTo("FFFFFFFFFF");
    assertThat(expected.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"E", "1E", "1tE", "1tTE", "1tT2E", "1tT2nE", "1tT2nDDE", "1tT2nCE", "1tT2nC3E"})
  void extended_error_skipsToTheSync(String answer) {
    sent(
        Request.PARSE,
        Request.DESCRIBE_STATEMENT,
        Request.BIND,
        Request.DESCRIBE_PORTAL,
        Request.EXECUTE,
        Request.CLOSE,
        Request.SYNC);
    sent(Request.BIND, Request.EXECUTE, Request.SYNC);
    received(answer);
    assertThat(received("Z2s")).isEqualTo("FFF");
    assertThat(expected.isQuiet()).isFalse();
    received("Z");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void extended_errorBeforeItsSync_skipsWhatComesEvenAQuery() {
    sent(Request.PARSE);
    received("E");
    assertThat(expected.isSkipping()).isTrue();
    sent(Request.BIND, Request.QUERY, Request.FUNCTION_CALL);
    assertThat(expected.isSkipping()).isTrue();
    assertThat(expected.size()).isZero();
    sent(Request.SYNC);
    assertThat(expected.isSkipping()).isFalse();
    received("Z");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void extended_errorBeforeItsSync_nothingButTheSyncIsAnswered() {
    sent(Request.PARSE, Request.QUERY);
    received("E");
    assertRefused('Z');
  }

  @Test
  void sync_endOfTransactionFails_isAnErrorBeforeReady() {
    sent(Request.EXECUTE, Request.SYNC, Request.SYNC);
    assertThat(received("CEZZ")).isEqualTo("FFFF");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void functionCall_isAnsweredAndReady() {
    sent(Request.FUNCTION_CALL, Request.FUNCTION_CALL);
    received("VZ");
    received("EZ");
    assertThat(expected.isQuiet()).isTrue();
    sent(Request.FUNCTION_CALL);
    received("V");
    assertRefused('V');
  }

  @Test
  void startup_steps_thenReady() {
    expected.sent(Request.STARTUP, Origin.OWN);
    assertThat(received("RRRRvSSKNZ")).isEqualTo("SSSSSAASAS");
    assertThat(expected.isQuiet()).isTrue();
    expected.sent(Request.STARTUP, Origin.CLIENT);
    assertThat(received("E")).isEqualTo("F");
    assertRefused('Z');
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        '1', '2', '3', 'C', 'D', 'E', 'G', 'H', 'I', 'K', 'R', 'T', 'V', 'W', 'Z', 'c', 'd', 'n',
        's', 't', 'v'
      })
  void nothingOwed_anyAnswer_isRefused(char type) {
    assertThat(received("NSA")).isEqualTo("AAA");
    assertRefused(type);
  }

  @Test
  void nothingOwed_bytesThatAreNoType_areRefused() {
    for (int type = Byte.MIN_VALUE; type <= Byte.MAX_VALUE; type++) {
      byte candidate = (byte) type;
      ExpectedResponses fresh = new ExpectedResponses(16, (request, fate, tag) -> {});
      if ("NSA".indexOf((char) type) < 0) {
        assertThatThrownBy(() -> fresh.received(candidate)).isInstanceOf(ProtocolViolation.class);
      }
    }
  }

  @Test
  void fatalError_mayComeAtAnyTime_andIsTheLast() {
    assertThat(expected.receivedError(/* fatal= */ true)).isEqualTo(Verdict.FORWARD);
    assertThat(expected.isQuiet()).isFalse();
    assertThatThrownBy(() -> expected.receivedError(true)).isInstanceOf(ProtocolViolation.class);

    ExpectedResponses busy = new ExpectedResponses(16, (request, fate, tag) -> {});
    busy.sent(Request.QUERY, Origin.OWN);
    busy.received((byte) 'T');
    assertThat(busy.receivedError(true)).isEqualTo(Verdict.SWALLOW);
  }

  @Test
  void own_cycleBetweenTheClients_isSwallowedWithItsErrors() {
    sent(Request.QUERY);
    expected.sent(Request.QUERY, Origin.OWN);
    expected.sent(Request.PARSE, Origin.OWN);
    expected.sent(Request.BIND, Origin.OWN);
    expected.sent(Request.SYNC, Origin.OWN);
    sent(Request.BIND, Request.SYNC);
    assertThat(received("CZ")).isEqualTo("FF");
    assertThat(expected.isSwallowing()).isTrue();
    assertThat(received("TDCZ")).isEqualTo("SSSS");
    assertThat(received("1EZ")).isEqualTo("SSS");
    assertThat(expected.isSwallowing()).isFalse();
    assertThat(received("2Z")).isEqualTo("FF");
  }

  @Test
  void onBehalf_answerIsSwallowedButAnErrorIsTheClients() {
    expected.sent(Request.PARSE, Origin.ON_BEHALF);
    sent(Request.BIND, Request.SYNC);
    assertThat(received("12Z")).isEqualTo("SFF");
    expected.sent(Request.PARSE, Origin.ON_BEHALF);
    sent(Request.BIND, Request.SYNC);
    assertThat(received("EZ")).isEqualTo("FF");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void cycles_ofTwoOwners_areNotMixed() {
    sent(Request.PARSE);
    assertThatThrownBy(() -> expected.sent(Request.QUERY, Origin.OWN))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> expected.sent(Request.BIND, Origin.OWN))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> expected.sent(Request.QUERY, Origin.ON_BEHALF))
        .isInstanceOf(IllegalArgumentException.class);
    // A client that has gone leaves a cycle that has to be ended.
    expected.sent(Request.SYNC, Origin.OWN);
    assertThat(received("EZ")).isEqualTo("FS");
    assertThat(expected.isQuiet()).isTrue();
    expected.sent(Request.PARSE, Origin.OWN);
    assertThatThrownBy(() -> expected.answerLocally(BackendType.PARSE_COMPLETE, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void local_answersComeInTheirTurn() {
    expected.answerLocally(BackendType.PARSE_COMPLETE, 1);
    assertThat(locals()).isEqualTo("1");
    sent(Request.BIND);
    expected.answerLocally(BackendType.CLOSE_COMPLETE, 2);
    expected.answerLocally(BackendType.PARSE_COMPLETE, 3);
    sent(Request.EXECUTE);
    expected.answerLocally(BackendType.CLOSE_COMPLETE, 4);
    sent(Request.SYNC);
    assertThat(received("2DCZ")).isEqualTo("F31FF3F");
    assertThat(fates)
        .containsExactly("LOCAL DONE 1", "LOCAL DONE 2", "LOCAL DONE 3", "LOCAL DONE 4");
  }

  @Test
  void local_amongWhatIsSkipped_isNotGiven() {
    sent(Request.BIND);
    expected.answerLocally(BackendType.PARSE_COMPLETE, 1);
    received("E");
    expected.answerLocally(BackendType.CLOSE_COMPLETE, 2);
    sent(Request.SYNC);
    assertThat(received("Z")).isEqualTo("F");
    assertThat(fates).containsExactly("LOCAL SKIPPED 1", "LOCAL SKIPPED 2");
  }

  @Test
  void local_forgotten_isNoticed() {
    expected.answerLocally(BackendType.PARSE_COMPLETE, 1);
    sent(Request.SYNC);
    assertThat(expected.received((byte) 'N')).isEqualTo(Verdict.ASYNCHRONOUS);
    assertThatThrownBy(() -> expected.received((byte) 'Z'))
        .isInstanceOf(IllegalStateException.class);
    locals();
    assertThatThrownBy(expected::takeLocal).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> expected.answerLocally(BackendType.READY_FOR_QUERY, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fates_areToldOfWhatIsTagged() {
    expected.sent(Request.PARSE, Origin.CLIENT, 1);
    expected.sent(Request.PARSE, Origin.CLIENT, 2);
    expected.sent(Request.CLOSE, Origin.CLIENT, -3);
    sent(Request.SYNC);
    expected.sent(Request.QUERY, Origin.CLIENT, 4);
    expected.sent(Request.QUERY, Origin.CLIENT, 5);
    received("1EZCZEZ");
    assertThat(fates)
        .containsExactly(
            "PARSE DONE 1", "PARSE FAILED 2", "CLOSE SKIPPED -3", "QUERY DONE 4", "QUERY FAILED 5");
    assertThatThrownBy(() -> expected.sent(Request.SYNC, Origin.CLIENT, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void copyIn_succeeds_hasSwallowedTheSyncsBeforeItsEnd() {
    sent(Request.BIND, Request.EXECUTE, Request.SYNC, Request.SYNC);
    received("2G");
    assertThat(expected.isCopyIn()).isTrue();
    sent(Request.COPY_END, Request.SYNC);
    received("CZ");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void copyIn_byQuery_twiceInOneText() {
    sent(Request.QUERY, Request.COPY_END, Request.SYNC, Request.COPY_END, Request.SYNC);
    assertThat(received("GCGCZ")).isEqualTo("FFFFF");
    assertThat(expected.isQuiet()).isFalse();
    received("Z");
    assertThat(expected.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Request.class,
      names = {"QUERY", "EXECUTE"})
  void copyIn_anythingButItsEnd_isRefused(Request request) {
    for (int type = 0; type < 128; type++) {
      ExpectedResponses copying = new ExpectedResponses(16, (r, fate, tag) -> {});
      copying.sent(request, Origin.CLIENT);
      copying.sent(Request.COPY_END, Origin.CLIENT);
      copying.received(BackendType.COPY_IN_RESPONSE);
      byte candidate = (byte) type;
      if ("CENSA".indexOf((char) type) < 0) {
        assertThatThrownBy(() -> copying.received(candidate)).isInstanceOf(ProtocolViolation.class);
      } else {
        copying.received(candidate);
      }
    }
  }

  @Test
  void copyIn_completedBeforeItsEnd_isRefused() {
    sent(Request.QUERY);
    received("G");
    assertThatThrownBy(() -> expected.received((byte) 'C'))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("before its end");
  }

  @Test
  void copyIn_doesNotHappen_itsEndIsIgnored() {
    sent(Request.EXECUTE, Request.COPY_END, Request.SYNC, Request.COPY_END, Request.QUERY);
    received("EZCZ");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void copyIn_failsWithoutSyncInIt_skipsToTheSync() {
    sent(Request.EXECUTE);
    received("GE");
    assertThat(expected.isSkipping()).isTrue();
    sent(Request.COPY_END, Request.SYNC);
    received("Z");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void copyIn_failsAfterItHasReadTheSync_oneReadyComes() {
    sent(Request.EXECUTE, Request.SYNC);
    received("G");
    sent(Request.COPY_END, Request.SYNC);
    received("EZ");
    assertThat(expected.isQuiet()).isFalse();
    assertThat(expected.mayOweReady()).isTrue();
    // What comes next shows that nothing more is owed.
    sent(Request.QUERY);
    received("TDCZ");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void copyIn_failsBeforeItHasReadTheSync_twoReadyCome() {
    sent(Request.EXECUTE, Request.SYNC);
    received("G");
    sent(Request.COPY_END, Request.SYNC);
    assertThat(received("EZZ")).isEqualTo("FFF");
    assertThat(expected.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copyIn_failsBeforeItsEndIsSent_readyOfTheFirstSyncMayCome(boolean first) {
    sent(Request.EXECUTE, Request.SYNC);
    received("GE");
    if (first) {
      received("Z");
      assertThat(expected.isQuiet()).isTrue();
    } else {
      assertThat(expected.isSkipping()).isTrue();
    }
    sent(Request.COPY_END, Request.SYNC);
    received("Z");
    assertThat(expected.mayOweReady()).isEqualTo(!first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IZ", "ZIZ"})
  void copyIn_unsettled_anEmptyQueryOfOnesOwnSettlesIt(String answer) {
    sent(Request.QUERY, Request.SYNC);
    received("G");
    sent(Request.COPY_END);
    received("EZ");
    assertThat(expected.mayOweReady()).isTrue();
    expected.sent(Request.QUERY, Origin.OWN);
    assertThat(received(answer)).isEqualTo(answer.length() == 2 ? "SS" : "FSS");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void copyIn_unsettled_aPipelineThatFailsSettlesIt() {
    sent(Request.EXECUTE, Request.SYNC);
    received("G");
    sent(Request.COPY_END, Request.SYNC);
    received("EZ");
    sent(Request.PARSE);
    received("E");
    sent(Request.BIND, Request.SYNC);
    received("Z");
    assertThat(expected.isQuiet()).isTrue();
  }

  @Test
  void copyIn_failsAmongRequestsThatMayOrMayNotBeSkipped_isRefused() {
    sent(Request.EXECUTE, Request.SYNC, Request.BIND, Request.SYNC);
    received("G");
    assertThatThrownBy(() -> expected.received((byte) 'E'))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("cannot be known");
  }

  @Test
  void copyIn_requestsAfterAFailureWithoutSync_areRefused() {
    sent(Request.EXECUTE, Request.SYNC);
    received("GE");
    assertThatThrownBy(() -> sent(Request.PARSE))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("cannot be known");
  }

  @Test
  void room_isBounded() {
    ExpectedResponses small = new ExpectedResponses(16, (request, fate, tag) -> {});
    for (int i = 0; i < 16; i++) {
      small.sent(Request.BIND, Origin.CLIENT);
    }
    assertThat(small.room()).isZero();
    assertThatThrownBy(() -> small.sent(Request.SYNC, Origin.CLIENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("16");
    assertThatThrownBy(() -> new ExpectedResponses(1, (request, fate, tag) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ring_growsAndWrapsInOrder() {
    ExpectedResponses large =
        new ExpectedResponses(5_000, (request, fate, tag) -> fates.add("" + tag));
    int sent = 0;
    int answered = 0;
    while (answered < 20_000) {
      for (int i = 0; i < 700 && large.room() > 0; i++) {
        large.sent(Request.PARSE, Origin.CLIENT, ++sent);
      }
      for (int i = 0; i < (answered % 3 == 0 ? 500 : 900) && large.size() > 0; i++) {
        large.received((byte) '1');
        answered++;
        assertThat(fates).containsExactly("" + answered);
        fates.clear();
      }
    }
  }

  @Test
  void toString_saysWhatIsDue() {
    sent(Request.QUERY);
    assertThat(expected).hasToString("due is a result of Query, 1 requests unanswered");
  }
}
