package dev.paceline.server;

import dev.paceline.auth.AddressCounts;
import dev.paceline.auth.AddressRange;
import dev.paceline.auth.AuthMethod;
import dev.paceline.auth.AuthSettings;
import dev.paceline.auth.Challenges;
import dev.paceline.auth.HbaRule;
import dev.paceline.auth.LoginLimits;
import dev.paceline.auth.ScramKeys;
import dev.paceline.auth.Secret;
import dev.paceline.auth.UserFile;
import dev.paceline.backend.ServerAccess;
import dev.paceline.backend.ServerCredentials;
import dev.paceline.tls.ClientTls;
import dev.paceline.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in, and with what the proxy then logs in to servers. Files are read again when they change. Thread-safe.
 *
 * <p>What servers are shown comes from where it is best: a password in the file of users, or what the client's own log-in has shown.
 */
final class Doorkeeper implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.paceline.auth");
  private static final long LOOK_SECONDS = 1;

  private final SecuritySettings settings;
  private final EventLoop loop;
  private volatile List<HbaRule> rules;
  private final ServerTls serverTls;
  private final ClientTls clientTls;
  private final Challenges challenges = new Challenges();
  private final AddressCounts addresses = new AddressCounts();
  private final Map<String, ServerCredentials> shown = new ConcurrentHashMap<>();
  private final ScheduledExecutorService workers;
  private final @Nullable AuthQuery query;
  private volatile UserFile users = UserFile.EMPTY;
  private volatile @Nullable FileTime usersRead;

  /** @throws UncheckedIOException if a file cannot be used */
  Doorkeeper(
      ProxySettings proxy, Clusters clusters, EventLoop loop, Class<? extends Channel> channel) {
    settings = proxy.security();
    this.loop = loop;
    AuthSettings auth = settings.auth();
    rules = rules(auth, proxy.trust());
    try {
      serverTls = ServerTls.of(settings.tls().server());
      clientTls = ClientTls.of(settings.tls().client());
      refreshUsers();
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
    workers = new ScheduledThreadPoolExecutor(2, task -> {
      Thread thread = new Thread(task, "paceline-proxy-auth");
      thread.setDaemon(true);
      return thread;
    });
    String asker = auth.user();
    query = asker == null
        ? null
        : new AuthQuery(auth, asker, clusters::meet, access(asker), loop, channel);
    var ignored =
        workers.scheduleWithFixedDelay(this::refresh, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Who comes from now on is asked what these settings say. */
  void reloaded(ProxySettings proxy) {
    rules = rules(proxy.security().auth(), proxy.trust());
  }

  /** {@code trust} comes first for those from here; if there are no rules, one type is for all. */
  private static List<HbaRule> rules(AuthSettings auth, boolean trust) {
    List<HbaRule> rules = new ArrayList<>();
    if (trust) {
      for (String loopback : List.of("127.0.0.0/8", "::1/128")) {
        rules.add(new HbaRule(
            HbaRule.Transport.HOST,
            List.of("all"),
            List.of("all"),
            AddressRange.of(loopback),
            AuthMethod.TRUST));
      }
    }
    rules.addAll(auth.hba());
    if (auth.hba().isEmpty()) {
      rules.add(
          new HbaRule(HbaRule.Transport.HOST, List.of("all"), List.of("all"), null, auth.type()));
    }
    return List.copyOf(rules);
  }

  private void refresh() {
    try {
      if (clientTls.refresh()) {
        LOG.log(System.Logger.Level.INFO, "tls - certificates read again");
      }
      refreshUsers();
    } catch (IOException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "auth - what was read before stays in use (reason=" + e.getMessage() + ")");
    }
  }

  private void refreshUsers() throws IOException {
    Path file = settings.auth().file();
    if (file == null) {
      return;
    }
    FileTime changed = Files.getLastModifiedTime(file);
    if (!changed.equals(usersRead)) {
      usersRead = changed;
      users = UserFile.read(file);
    }
  }

  /** Where its own connections are. */
  EventLoop loop() {
    return loop;
  }

  LoginLimits limits() {
    return settings.limits();
  }

  ClientTls clientTls() {
    return clientTls;
  }

  Challenges challenges() {
    return challenges;
  }

  AddressCounts addresses() {
    return addresses;
  }

  Executor workers() {
    return workers;
  }

  /** What a client is asked; null if no rule is about it. */
  @Nullable
  AuthMethod method(boolean tls, String database, String user, InetAddress from) {
    for (HbaRule rule : rules) {
      if (rule.matches(tls, database, user, from)) {
        return rule.method();
      }
    }
    return null;
  }

  /** What is known of a user; exceptionally an {@link AuthUnavailable}. */
  CompletableFuture<Optional<Secret>> secret(String user) {
    Secret own = users.find(user);
    if (own != null || query == null) {
      return CompletableFuture.completedFuture(Optional.ofNullable(own));
    }
    return query.find(user);
  }

  /** A client has proved that it is this user. */
  void proved(String user, Secret secret, @Nullable ScramKeys keys) {
    if (secret instanceof Secret.Scram && keys != null) {
      shown.put(user, new ServerCredentials.Scram(keys));
    } else {
      shown.put(user, credentials(secret));
    }
  }

  /** A client has not proved it: perhaps what is known is not true any more. */
  void disproved(String user) {
    if (query != null) {
      query.forget(user);
    }
  }

  private static ServerCredentials credentials(@Nullable Secret secret) {
    if (secret instanceof Secret.Clear clear) {
      return new ServerCredentials.Password(clear.password());
    }
    return secret instanceof Secret.Md5 md5
        ? new ServerCredentials.Md5Hash(md5.hash())
        : ServerCredentials.NONE;
  }

  /** How connections to servers are made for a user. */
  ServerAccess access(String user) {
    return new ServerAccess() {
      @Override
      public ServerCredentials credentials() {
        ServerCredentials own = Doorkeeper.credentials(users.find(user));
        return own != ServerCredentials.NONE
            ? own
            : shown.getOrDefault(user, ServerCredentials.NONE);
      }

      @Override
      public void refused(ServerCredentials credentials) {
        // The next client's log-in shows new ones.
        shown.remove(user, credentials);
        disproved(user);
      }

      @Override
      public ServerTls tls() {
        return serverTls;
      }

      @Override
      public Executor workers() {
        return workers;
      }
    };
  }

  /** The clear password of a user, if the file has it. */
  @Nullable
  String password(String user) {
    return users.find(user) instanceof Secret.Clear clear ? clear.password() : null;
  }

  /** Ends the connections of its own. To be called on the loop that it was given. */
  void closeConnections() {
    if (query != null) {
      query.close();
    }
  }

  @Override
  public void close() {
    workers.shutdown();
  }
}
