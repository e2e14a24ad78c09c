package dev.paceline.tls;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted, both ways. Immutable.
 *
 * @param client towards clients: {@code tls.client}
 * @param server towards servers: {@code tls.server}
 */
public record TlsSettings(Client client, Server server) {

  /** No TLS towards clients, and towards servers if they have it, as libpq does. */
  public static final TlsSettings DEFAULT = new TlsSettings(
      new Client(ClientMode.DISABLE, null, null, null), new Server(ServerMode.PREFER, null, false));

  /** Whether clients must encrypt. */
  public enum ClientMode {
    /** They cannot. */
    DISABLE,
    /** They may. */
    PREFER,
    /** They must. */
    REQUIRE,
    /** They must, and show a certificate that our certificate authority has signed. */
    VERIFY_CA;

    /** Reads {@code disable}, {@code prefer}, {@code require} or {@code verify-ca}. */
    public static ClientMode of(String text) {
      return TlsSettings.of(values(), "tls.client.mode", text);
    }
  }

  /** What is asked of servers, with libpq's meaning of its {@code sslmode}. */
  public enum ServerMode {
    /** No TLS. */
    DISABLE,
    /** TLS if the server has it; nothing is verified. */
    PREFER,
    /** TLS; a certificate is verified only if there is an authority to verify it with. */
    REQUIRE,
    /** TLS with a certificate of an authority that is believed. */
    VERIFY_CA,
    /** That, made out to the server's name. */
    VERIFY_FULL;

    /** As libpq writes it. */
    public String text() {
      return TlsSettings.text(this);
    }

    /** Reads {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code verify-full}. */
    public static ServerMode of(String text) {
      return TlsSettings.of(values(), "tls.server.mode", text);
    }
  }

  /**
   * Towards clients.
   *
   * @param certificate a PEM file, our own first and then those that lead to an authority: {@code tls.client.certificate}
   * @param key a PEM file with the key to it, PKCS #8 and not encrypted: {@code tls.client.key}
   * @param ca a PEM file of the authorities whose certificates clients may show: {@code tls.client.ca}; null if none is asked for
   */
  public record Client(
      ClientMode mode,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path ca) {

    /** Refuses what cannot work. */
    public Client {
      if (mode != ClientMode.DISABLE && (certificate == null || key == null)) {
        throw new IllegalArgumentException(
            "tls.client.certificate and tls.client.key are needed unless tls.client.mode is disable");
      }
      if (mode == ClientMode.VERIFY_CA && ca == null) {
        throw new IllegalArgumentException(
            "tls.client.ca is needed if tls.client.mode is verify-ca");
      }
    }
  }

  /**
   * Towards servers.
   *
   * @param ca a PEM file of the authorities that are believed: {@code tls.server.ca}; null for those that Java believes
   * @param direct whether TLS begins at once, without asking first; servers since PostgreSQL 17 can: {@code tls.server.direct}
   */
  public record Server(ServerMode mode, @Nullable Path ca, boolean direct) {

    /** Refuses what cannot work. */
    public Server {
      if (direct && mode.compareTo(ServerMode.REQUIRE) < 0) {
        throw new IllegalArgumentException(
            "tls.server.direct needs a tls.server.mode of require or more: a server without TLS would not answer");
      }
    }
  }

  private static <E extends Enum<E>> E of(E[] values, String setting, String text) {
    return Arrays.stream(values)
        .filter(value -> text(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(setting + " cannot be '" + text
            + "', but one of: "
            + Arrays.stream(values).map(TlsSettings::text).collect(Collectors.joining(", "))));
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
