package dev.paceline.server;

import dev.paceline.admin.AdminSettings;
import dev.paceline.admin.HttpSettings;
import dev.paceline.admin.ShownSetting;
import dev.paceline.auth.AuthSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of settings that were read again while the proxy runs.
 *
 * @param settings the old ones, with what can change
 * @param report a line for each that differs
 */
record Reload(ProxySettings settings, List<String> report) {

  static Reload of(ProxySettings old, ProxySettings read) {
    Map<String, ShownSetting> now = read.operation().shown().stream()
        .collect(Collectors.toMap(ShownSetting::name, Function.identity()));
    List<ShownSetting> shown = new ArrayList<>();
    List<String> report = new ArrayList<>();
    for (ShownSetting was : old.operation().shown()) {
      ShownSetting is = now.getOrDefault(was.name(), was);
      if (is.equals(was)) {
        shown.add(was);
      } else if (was.reloadable()) {
        shown.add(is);
        report.add(was.name() + " is now '" + is.value() + "'");
      } else {
        shown.add(was);
        report.add(
            was.name() + " stays '" + was.value() + "': '" + is.value() + "' needs a restart");
      }
    }
    if (report.isEmpty()) {
      report.add("nothing has changed");
    }
    OperationSettings before = old.operation();
    OperationSettings after = read.operation();
    OperationSettings operation = new OperationSettings(
        before.poolMode(),
        before.poolWaitNanos(),
        before.monitorDatabase(),
        new AdminSettings(
            before.admin().database(), after.admin().users(), after.admin().statsUsers()),
        http(before.http(), after.http()),
        after.drainNanos(),
        before.l4(),
        shown);
    return new Reload(
        new ProxySettings(
            old.listen(),
            old.seeds(),
            old.monitorUser(),
            old.properties(),
            read.trust(),
            old.poolSize(),
            old.threads(),
            security(old.security(), read.security().auth()),
            operation),
        List.copyOf(report));
  }

  /** Who is asked what can change; where secrets come from, and what TLS needs, cannot. */
  private static SecuritySettings security(SecuritySettings old, AuthSettings read) {
    AuthSettings auth = old.auth();
    return new SecuritySettings(
        new AuthSettings(
            read.type(), auth.file(), auth.user(), auth.query(), auth.database(), read.hba()),
        old.tls(),
        old.limits());
  }

  private static @Nullable HttpSettings http(
      @Nullable HttpSettings before, @Nullable HttpSettings after) {
    return before == null || after == null
        ? before
        : new HttpSettings(before.listen(), after.user(), after.password(), after.token());
  }
}
