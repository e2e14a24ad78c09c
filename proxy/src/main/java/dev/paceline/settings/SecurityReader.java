package dev.paceline.settings;

import dev.paceline.auth.AuthMethod;
import dev.paceline.auth.AuthSettings;
import dev.paceline.auth.HbaRule;
import dev.paceline.auth.LoginLimits;
import dev.paceline.config.Durations;
import dev.paceline.server.SecuritySettings;
import dev.paceline.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes {@link SecuritySettings} of values that are good each by itself. */
final class SecurityReader {

  private final Function<ProxyProperty, String> values;

  private SecurityReader(Function<ProxyProperty, String> values) {
    this.values = values;
  }

  /** @throws IllegalArgumentException if values do not go together */
  static SecuritySettings read(Function<ProxyProperty, String> values) {
    SecurityReader reader = new SecurityReader(values);
    return new SecuritySettings(reader.auth(), reader.tls(), reader.limits());
  }

  private AuthSettings auth() {
    String user = values.apply(ProxyProperty.AUTH_USER);
    String query = values.apply(ProxyProperty.AUTH_QUERY);
    return new AuthSettings(
        AuthMethod.of(values.apply(ProxyProperty.AUTH_TYPE)),
        path(ProxyProperty.AUTH_FILE),
        user.isEmpty() ? null : user,
        query.isEmpty() ? AuthSettings.DEFAULT_QUERY : query,
        values.apply(ProxyProperty.AUTH_DATABASE),
        rules(values.apply(ProxyProperty.AUTH_HBA)));
  }

  /** A list in the file, or lines with semicolons between them on the command line. */
  static List<HbaRule> rules(String text) {
    List<HbaRule> rules = new ArrayList<>();
    for (String line : text.split("[;\n]", -1)) {
      if (!line.isBlank()) {
        rules.add(HbaRule.parse(line));
      }
    }
    return rules;
  }

  private TlsSettings tls() {
    return new TlsSettings(
        new TlsSettings.Client(
            TlsSettings.ClientMode.of(values.apply(ProxyProperty.TLS_CLIENT_MODE)),
            path(ProxyProperty.TLS_CLIENT_CERTIFICATE),
            path(ProxyProperty.TLS_CLIENT_KEY),
            path(ProxyProperty.TLS_CLIENT_CA)),
        new TlsSettings.Server(
            TlsSettings.ServerMode.of(values.apply(ProxyProperty.TLS_SERVER_MODE)),
            path(ProxyProperty.TLS_SERVER_CA),
            ProxyProperty.isOn(values.apply(ProxyProperty.TLS_SERVER_DIRECT))));
  }

  private LoginLimits limits() {
    return new LoginLimits(
        duration(ProxyProperty.LOGIN_TIMEOUT),
        duration(ProxyProperty.FAILED_LOGIN_DELAY),
        Integer.parseInt(values.apply(ProxyProperty.CONNECTIONS_PER_ADDRESS)));
  }

  private Duration duration(ProxyProperty property) {
    return Duration.ofNanos(Durations.parseNanos(values.apply(property)));
  }

  private @Nullable Path path(ProxyProperty property) {
    String text = values.apply(property);
    return text.isEmpty() ? null : Path.of(text);
  }
}
