package dev.paceline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.SaslInitialResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a log-in by themselves. */
class AuthPartsTest {

  private final Challenges challenges = new Challenges();

  private static byte[] salt() {
    return java.util.Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  }

  /** The exchange of RFC 7677, section 3. */
  private static ScramLogin ofTheRfc(byte[] binding) {
    ScramVerifier verifier = ScramVerifier.of("pencil", salt(), ScramVerifier.ITERATIONS);
    return new ScramLogin(
        new ScramChallenge(salt(), ScramVerifier.ITERATIONS, () -> verifier, /* mock= */ false),
        binding,
        () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
  }

  private static SaslInitialResponse first(String data) {
    return new SaslInitialResponse(ScramLogin.MECHANISM, data);
  }

  @Test
  void scram_isAsTheRfcHasIt() {
    ScramLogin login = ofTheRfc(new byte[0]);
    assertThat(login.first(first("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")))
        .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    ScramLogin.Proof proof =
        login.last("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(proof).isNotNull();
    assertThat(proof.serverFinal()).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,,",
        "n,,n=user",
        "n,,n=user,r=",
        "n,,n=user,r=a b",
        "n,,m=x,n=user,r=abc",
        "n,a=other,n=user,r=abc",
        "p=tls-server-end-point,,n=user,r=abc",
        "n=x,,n=user,r=abc",
        "x,,n=user,r=abc"
      })
  void firstMessage_thatIsNone_isRefused(String message) {
    assertThatThrownBy(() -> ofTheRfc(new byte[0]).first(first(message)))
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void client_thatBelievesThatWeCannotBind_isRefusedIfWeCan() {
    assertThat(ofTheRfc(new byte[0]).first(first("y,,n=,r=abc"))).startsWith("r=abc");
    assertThatThrownBy(() -> ofTheRfc(new byte[32]).first(first("y,,n=,r=abc")))
        .isInstanceOf(ProtocolViolation.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws,r=abc,p=AAAA",
        "c=biws,r=other,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=eSws,r=abc%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=biws,r=abc%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA"
      })
  void lastMessage_thatIsNone_isRefused(String message) {
    ScramLogin login = ofTheRfc(new byte[0]);
    assertThat(login.first(first("n,,n=,r=abc"))).startsWith("r=abc");
    assertThatThrownBy(() -> login.last(message)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void nobody_isAskedTheSameAgain_andNothingIsRight() {
    ScramChallenge one = challenges.scram("nobody", null);
    assertThat(one.isMock()).isTrue();
    assertThat(one.salt()).isEqualTo(challenges.scram("nobody", null).salt());
    assertThat(one.salt()).isNotEqualTo(challenges.scram("somebody", null).salt());
    assertThat(one.iterations()).isEqualTo(ScramVerifier.ITERATIONS);
  }

  @Test
  void userFile_isReadAsPgBouncerWritesIt() throws Exception {
    UserFile file = UserFile.parse(
        "; comment\n\n \"a\"\"b\" \"sec\"\"ret\" \"more\"\n\"m\" \"md5" + "0".repeat(32)
            + "\"\n\"empty\" \"\"\n",
        "users");
    assertThat(file.find("a\"b")).isEqualTo(new Secret.Clear("sec\"ret"));
    assertThat(file.find("m")).isInstanceOf(Secret.Md5.class);
    assertThat(file.find("empty")).isNull();
    assertThat(file.toString()).isEqualTo("2 users");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user hidden", "\"user\" hidden", "\"user\" \"SCRAM-SHA-256$hidden\""})
  void userFile_namesTheLineThatIsWrong_andNotWhatIsInIt(String line) {
    assertThatThrownBy(() -> UserFile.parse("; first\n" + line, "users"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("users:2: ")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void secrets_areNotShown() {
    assertThat(new Secret.Clear("hidden").toString()).doesNotContain("hidden");
    assertThat(new Secret.Md5("md5" + "0".repeat(32)).toString()).doesNotContain("0");
    assertThat(new ScramKeys(new byte[32], new byte[32]).toString()).isEqualTo("SCRAM keys");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "0.0.0.0/0, 11.1.2.3, true",
    "0.0.0.0/0, ::1, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1/32, 127.0.0.2, false",
    "192.168.1.128/25, 192.168.1.127, false",
    "fe80::/10, fe81::1, true"
  })
  void addresses_belongToARange_orNot(String range, String address, boolean in) throws Exception {
    for (InetAddress one : InetAddress.getAllByName(address)) {
      assertThat(AddressRange.of(range).contains(one)).isEqualTo(in);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host all all 10.0.0.1/8 trust",
        "host all all nowhere.example trust",
        "host all all 10.0.0.0/33 trust",
        "local all all all trust",
        "host all all all ldap",
        "host all all all",
        "hostnossl all all all cert"
      })
  void rule_thatCannotBe_isRefused(String line) {
    assertThatThrownBy(() -> HbaRule.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
