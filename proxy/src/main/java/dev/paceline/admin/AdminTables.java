package dev.paceline.admin;

import dev.paceline.backend.PoolReport;
import dev.paceline.backend.ServerIdentity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables that {@code SHOW} gives, with PgBouncer's names where they mean the same. */
final class AdminTables {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private AdminTables() {}

  static AdminReply pools(Census census, String poolMode) {
    Map<ServerIdentity, List<PoolReport>> pools = new TreeMap<>(
        Comparator.comparing(ServerIdentity::database).thenComparing(ServerIdentity::user));
    census
        .pools()
        .forEach(pool -> pools
            .computeIfAbsent(pool.identity(), identity -> new ArrayList<>())
            .add(pool));
    census.clients().forEach(client -> pools.putIfAbsent(client.identity(), new ArrayList<>()));
    List<List<String>> rows = new ArrayList<>();
    pools.forEach((identity, own) -> {
      long waiting = census.clients().stream()
          .filter(c -> c.identity().equals(identity) && c.state() == Census.State.WAITING)
          .count();
      long clients =
          census.clients().stream().filter(c -> c.identity().equals(identity)).count();
      long longest = own.stream().mapToLong(PoolReport::longestWaitNanos).max().orElse(0);
      rows.add(List.of(
          identity.database(),
          identity.user(),
          text(clients - waiting),
          text(waiting),
          "0",
          "0",
          text(own.stream().mapToInt(PoolReport::active).sum()),
          "0",
          "0",
          text(own.stream().mapToInt(PoolReport::idle).sum()),
          "0",
          "0",
          text(own.stream().mapToInt(PoolReport::opening).sum()),
          text(longest / 1_000_000_000),
          text(longest / 1_000 % 1_000_000),
          poolMode));
    });
    return AdminReply.table(
        List.of(
            "database",
            "user",
            "cl_active",
            "cl_waiting",
            "cl_active_cancel_req",
            "cl_waiting_cancel_req",
            "sv_active",
            "sv_active_cancel",
            "sv_being_canceled",
            "sv_idle",
            "sv_used",
            "sv_tested",
            "sv_login",
            "maxwait",
            "maxwait_us",
            "pool_mode"),
        rows);
  }

  private static final List<String> CONNECTION = List.of(
      "type",
      "user",
      "database",
      "state",
      "addr",
      "port",
      "local_addr",
      "local_port",
      "connect_time",
      "remote_pid",
      "id");

  static AdminReply clients(Census census) {
    List<List<String>> rows = new ArrayList<>();
    for (Census.Client client : census.clients()) {
      rows.add(List.of(
          "C",
          client.identity().user(),
          client.identity().database(),
          client.state().text(),
          host(client.remote()),
          port(client.remote()),
          host(client.local()),
          port(client.local()),
          time(client.connectedAt()),
          text(client.serverProcess()),
          text(client.id())));
    }
    return AdminReply.table(CONNECTION, rows);
  }

  static AdminReply servers(Census census) {
    List<List<String>> rows = new ArrayList<>();
    for (PoolReport pool : census.pools()) {
      for (PoolReport.Connection connection : pool.connections()) {
        rows.add(List.of(
            "S",
            pool.identity().user(),
            pool.identity().database(),
            connection.active() ? "active" : "idle",
            pool.node().host(),
            text(pool.node().port()),
            host(connection.local()),
            port(connection.local()),
            time(connection.connectedAt()),
            text(connection.processId()),
            text(rows.size() + 1)));
      }
    }
    return AdminReply.table(CONNECTION, rows);
  }

  static AdminReply databases(Census census, List<ShownSetting> settings, String poolMode) {
    String size = settings.stream()
        .filter(setting -> setting.name().equals("pool.size"))
        .map(ShownSetting::value)
        .findFirst()
        .orElse("0");
    String hosts = settings.stream()
        .filter(setting -> setting.name().equals("cluster"))
        .map(setting ->
            setting.value().replaceFirst("^postgresql://([^@/]*@)?", "").replaceFirst("/.*", ""))
        .findFirst()
        .orElse("");
    List<List<String>> rows = new ArrayList<>();
    for (String database : databaseNames(census)) {
      long servers = census.pools().stream()
          .filter(pool -> pool.identity().database().equals(database))
          .mapToLong(pool -> pool.connections().size())
          .sum();
      long clients = census.clients().stream()
          .filter(client -> client.identity().database().equals(database))
          .count();
      boolean paused = has(census.paused(), database);
      boolean disabled = has(census.disabled(), database);
      rows.add(List.of(
          database,
          hosts,
          "",
          database,
          "",
          size,
          "0",
          "0",
          poolMode,
          "0",
          text(servers),
          "0",
          text(clients),
          paused ? "1" : "0",
          disabled ? "1" : "0"));
    }
    return AdminReply.table(
        List.of(
            "name",
            "host",
            "port",
            "database",
            "force_user",
            "pool_size",
            "min_pool_size",
            "reserve_pool_size",
            "pool_mode",
            "max_connections",
            "current_connections",
            "max_client_connections",
            "current_client_connections",
            "paused",
            "disabled"),
        rows);
  }

  private static boolean has(Set<String> databases, String database) {
    return databases.contains(database) || databases.contains(Overseer.ALL);
  }

  private static Set<String> databaseNames(Census census) {
    Set<String> names = census.pools().stream()
        .map(pool -> pool.identity().database())
        .collect(Collectors.toCollection(TreeSet::new));
    census.clients().forEach(client -> names.add(client.identity().database()));
    names.addAll(census.paused());
    names.addAll(census.disabled());
    names.remove(Overseer.ALL);
    return names;
  }

  static AdminReply lists(Census census) {
    long servers =
        census.pools().stream().mapToLong(pool -> pool.connections().size()).sum();
    long active = census.pools().stream().mapToLong(PoolReport::active).sum();
    long identities =
        census.pools().stream().map(PoolReport::identity).distinct().count();
    long users =
        census.pools().stream().map(pool -> pool.identity().user()).distinct().count();
    return AdminReply.table(
        List.of("list", "items"),
        List.of(
            List.of("databases", text(databaseNames(census).size())),
            List.of("users", text(users)),
            List.of("pools", text(identities)),
            List.of("free_clients", "0"),
            List.of("used_clients", text(census.clients().size())),
            List.of("login_clients", "0"),
            List.of("free_servers", text(servers - active)),
            List.of("used_servers", text(active))));
  }

  static AdminReply config(List<ShownSetting> settings) {
    return AdminReply.table(
        List.of("key", "value", "default", "changeable"),
        settings.stream()
            .map(setting -> List.of(
                setting.name(),
                setting.value(),
                setting.defaultValue(),
                setting.reloadable() ? "yes" : "no"))
            .toList());
  }

  static String text(long number) {
    return String.valueOf(number);
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  private static String host(String address) {
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }
}
