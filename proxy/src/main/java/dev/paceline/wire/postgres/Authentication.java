package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What a server asks of one who logs in, or that it is content. */
public sealed interface Authentication {

  int OK = 0;
  int CLEARTEXT_PASSWORD = 3;
  int MD5_PASSWORD = 5;
  int SASL = 10;
  int SASL_CONTINUE = 11;
  int SASL_FINAL = 12;

  /** The one who logs in is who he says. */
  record Ok() implements Authentication {}

  /** The password itself is wanted. */
  record CleartextPassword() implements Authentication {}

  /** The password is wanted hashed with the user's name and then with this salt, four bytes in network order. */
  record Md5Password(int salt) implements Authentication {}

  /** A SASL exchange is to begin with one of these mechanisms. */
  record Sasl(List<String> mechanisms) implements Authentication {

    /** Keeps its own copy. */
    public Sasl {
      mechanisms = List.copyOf(mechanisms);
    }
  }

  /** A step of SASL from the server. */
  record SaslContinue(String data) implements Authentication {}

  /** The last step of SASL from the server, by which it proves itself. */
  record SaslFinal(String data) implements Authentication {}

  /** Something that is not spoken here: Kerberos, GSSAPI, SSPI, or what is yet to come. */
  record Unsupported(int code) implements Authentication {}

  /**
   * Reads the body of an Authentication message.
   *
   * @throws ProtocolViolation if it is malformed
   */
  static Authentication read(ByteBuf in, int start, int end) {
    String what = "Authentication";
    Bytes.expectBytes(start, Integer.BYTES, end, what);
    int code = in.getInt(start);
    int data = start + Integer.BYTES;
    return switch (code) {
      case OK -> {
        Bytes.expectEnd(data, end, what);
        yield new Ok();
      }
      case CLEARTEXT_PASSWORD -> {
        Bytes.expectEnd(data, end, what);
        yield new CleartextPassword();
      }
      case MD5_PASSWORD -> {
        Bytes.expectBytes(data, Integer.BYTES, end, what);
        Bytes.expectEnd(data + Integer.BYTES, end, what);
        yield new Md5Password(in.getInt(data));
      }
      case SASL -> new Sasl(mechanisms(in, data, end));
      case SASL_CONTINUE -> new SaslContinue(Bytes.text(in, data, end));
      case SASL_FINAL -> new SaslFinal(Bytes.text(in, data, end));
      default -> new Unsupported(code);
    };
  }

  private static List<String> mechanisms(ByteBuf in, int start, int end) {
    List<String> mechanisms = new ArrayList<>();
    int at = start;
    while (true) {
      int terminator = Bytes.terminator(in, at, end, "AuthenticationSASL");
      if (terminator == at) {
        Bytes.expectEnd(at + 1, end, "AuthenticationSASL");
        return mechanisms;
      }
      mechanisms.add(Bytes.text(in, at, terminator));
      at = terminator + 1;
    }
  }
}
