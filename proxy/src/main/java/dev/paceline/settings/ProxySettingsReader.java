package dev.paceline.settings;

import dev.paceline.admin.AdminSettings;
import dev.paceline.admin.HttpSettings;
import dev.paceline.admin.ShownSetting;
import dev.paceline.config.ConfigurationException;
import dev.paceline.config.Durations;
import dev.paceline.config.NearestName;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import dev.paceline.server.L4Listener;
import dev.paceline.server.OperationSettings;
import dev.paceline.server.PoolMode;
import dev.paceline.server.ProxySettings;
import dev.paceline.server.SecuritySettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes {@link ProxySettings} of a file and of what the command line says besides; the command line wins. */
public final class ProxySettingsReader {

  private static final String MONITOR = "monitor.";

  private final List<Problem> problems = new ArrayList<>();
  private final Map<ProxyProperty, Given> own = new LinkedHashMap<>();
  private final Map<PacelineProperty, Given> engine = new LinkedHashMap<>();
  private final Map<String, String> monitor = new TreeMap<>();
  private final Listeners listeners = new Listeners(problems);

  private ProxySettingsReader() {}

  /**
   * Reads and checks everything.
   *
   * @param file null if there is none
   * @param commandLine values by where they stand ({@code --set} and the like) and name
   * @throws SettingsException with all that is wrong
   */
  public static ProxySettings read(
      @Nullable Path file, Map<String, Map<String, String>> commandLine) throws SettingsException {
    ProxySettingsReader reader = new ProxySettingsReader();
    if (file != null) {
      SettingsFile.read(file, reader.problems).forEach(reader::take);
    }
    boolean listensElsewhere = commandLine.values().stream().anyMatch(m -> m.containsKey("listen"));
    if (listensElsewhere) {
      reader.listeners.forgetSql();
    }
    commandLine.forEach((where, values) ->
        values.forEach((name, value) -> reader.take(new Given(name, value, where, 0))));
    String where = file == null ? "command line" : file.toString();
    reader.together(where);
    SecuritySettings security = reader.security(where);
    if (!reader.problems.isEmpty()) {
      throw new SettingsException(reader.problems);
    }
    return reader.build(security);
  }

  private void take(Given given) {
    String name = given.name();
    if (listeners.take(given)) {
      return;
    }
    ProxyProperty property = ProxyProperty.named(name).orElse(null);
    if (property != null) {
      String problem = property.problemWith(given.value());
      if (problem != null) {
        problems.add(given.problem("'" + name + "': " + problem));
      }
      own.put(property, given);
      return;
    }
    PacelineProperty paceline = PacelineProperty.named(name).orElse(null);
    if (paceline != null) {
      String problem = paceline.problemWith(given.value());
      if (problem != null) {
        problems.add(given.problem("'" + name + "': " + problem));
      }
      engine.put(paceline, given);
    } else if (name.startsWith(MONITOR)) {
      monitor.put(name.substring(MONITOR.length()), given.value());
    } else {
      problems.add(
          given.problem("'" + name + "' is unknown; the nearest name is '" + nearest(name) + "'"));
    }
  }

  private static String nearest(String name) {
    List<String> names = new ArrayList<>(ProxyProperty.names());
    Arrays.stream(PacelineProperty.values())
        .map(PacelineProperty::propertyName)
        .forEach(names::add);
    for (String known : List.copyOf(names)) {
      names.add(known.replaceFirst("\\..*", ""));
    }
    return NearestName.of(name, names);
  }

  /** What only several values have together. */
  private void together(String where) {
    listeners.check();
    if (value(ProxyProperty.CLUSTER).isEmpty() && !own.containsKey(ProxyProperty.CLUSTER)) {
      problems.add(
          new Problem(where, 0, "'cluster' is missing: " + ProxyProperty.CLUSTER.allowed()));
    }
    if (!value(ProxyProperty.HTTP_LISTEN).isEmpty()
        && value(ProxyProperty.HTTP_PASSWORD).isEmpty()
        && value(ProxyProperty.HTTP_TOKEN).isEmpty()) {
      Given given = own.get(ProxyProperty.HTTP_LISTEN);
      problems.add((given == null ? new Given("", "", where, 0) : given)
          .problem(
              "'http.listen' needs 'http.password' or 'http.token': nobody could see the metrics"));
    }
    if (problems.isEmpty()) {
      try {
        PacelineConfig ignored =
            PacelineConfig.of("jdbc:paceline:postgresql://any/any", engineProperties());
      } catch (ConfigurationException e) {
        e.problems().forEach(text -> problems.add(new Problem(where, 0, text)));
      }
    }
  }

  /** Only if every value of it is good by itself. */
  private SecuritySettings security(String where) {
    if (problems.isEmpty()) {
      try {
        return SecurityReader.read(this::value);
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(where, 0, String.valueOf(e.getMessage())));
      }
    }
    return SecuritySettings.DEFAULT;
  }

  private Properties engineProperties() {
    Properties properties = new Properties();
    engine.forEach(
        (property, given) -> properties.setProperty(property.propertyName(), given.value()));
    return properties;
  }

  private String value(ProxyProperty property) {
    Given given = own.get(property);
    return given == null ? property.defaultValue() : given.value();
  }

  private Set<String> names(ProxyProperty property) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : value(property).split("[,\n]", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  private ProxySettings build(SecuritySettings security) {
    Addresses.Seeds seeds = Addresses.seeds(value(ProxyProperty.CLUSTER));
    Map<String, String> properties = new LinkedHashMap<>(monitor);
    engine.forEach((property, given) -> properties.put(property.propertyName(), given.value()));
    if (!value(ProxyProperty.MONITOR_PASSWORD).isEmpty()) {
      properties.put("password", value(ProxyProperty.MONITOR_PASSWORD));
    }
    String user = value(ProxyProperty.MONITOR_USER);
    if (user.isEmpty()) {
      user = seeds.user().isEmpty() ? "postgres" : seeds.user();
    }
    return new ProxySettings(
        sqlListener(),
        seeds.hosts(),
        user,
        properties,
        ProxyProperty.isOn(value(ProxyProperty.TRUST)),
        Integer.parseInt(value(ProxyProperty.POOL_SIZE)),
        Integer.parseInt(value(ProxyProperty.THREADS)),
        security,
        operation());
  }

  private InetSocketAddress sqlListener() {
    String listed = listeners.sqlAddress();
    return Addresses.socket(listed == null ? value(ProxyProperty.LISTEN) : listed);
  }

  private OperationSettings operation() {
    List<L4Listener> l4 = listeners.l4();
    return new OperationSettings(
        PoolMode.of(value(ProxyProperty.POOL_MODE)),
        Durations.parseNanos(value(ProxyProperty.POOL_WAIT_TIMEOUT)),
        value(ProxyProperty.MONITOR_DATABASE),
        new AdminSettings(
            value(ProxyProperty.ADMIN_DATABASE),
            names(ProxyProperty.ADMIN_USERS),
            names(ProxyProperty.STATS_USERS)),
        http(),
        Durations.parseNanos(value(ProxyProperty.DRAIN_TIMEOUT)),
        l4,
        shown());
  }

  private @Nullable HttpSettings http() {
    String listen = value(ProxyProperty.HTTP_LISTEN);
    return listen.isEmpty()
        ? null
        : new HttpSettings(
            Addresses.socket(listen),
            value(ProxyProperty.HTTP_USER),
            value(ProxyProperty.HTTP_PASSWORD),
            value(ProxyProperty.HTTP_TOKEN));
  }

  private List<ShownSetting> shown() {
    List<ShownSetting> shown = new ArrayList<>();
    for (ProxyProperty property : ProxyProperty.values()) {
      String value = value(property);
      shown.add(new ShownSetting(
          property.propertyName(),
          property.isSecret() ? (value.isEmpty() ? "" : "(secret)") : value,
          property.defaultValue(),
          property.isReloadable(),
          property.isSecret() ? value.hashCode() : 0));
    }
    for (PacelineProperty property : PacelineProperty.values()) {
      Given given = engine.get(property);
      shown.add(new ShownSetting(
          property.propertyName(),
          given == null ? property.defaultValue() : given.value(),
          property.defaultValue(),
          false,
          0));
    }
    return shown;
  }
}
