package dev.paceline.server;

import dev.paceline.auth.AuthSettings;
import dev.paceline.auth.Secret;
import dev.paceline.backend.ServerAccess;
import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerIdentity;
import dev.paceline.backend.ServerPool;
import dev.paceline.cluster.Cluster;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the primary for users' secrets, as a user of the proxy's own and on connections that no client ever uses: nothing that a client
 * has set, and nothing that another user has put into a schema, has a part in it. Answers are good for a moment, so that a client that
 * connects for each transaction does not ask each time. Thread-safe.
 */
final class AuthQuery {

  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int KEPT = 1_000;
  private static final int CONNECTIONS = 2;
  private static final long WAIT_SECONDS = 10;
  private static final int CONNECT_MILLIS = 5_000;
  private static final Pattern NAME = Pattern.compile("\\$1(?!\\d)");

  private record Entry(CompletableFuture<Optional<Secret>> secret, long askedAt) {}

  private final AuthSettings settings;
  private final String user;
  private final Function<String, CompletableFuture<Cluster>> clusters;
  private final ServerAccess access;
  private final EventLoop loop;
  private final LoopPools pools;
  private final Map<String, Entry> known = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
      return size() > KEPT;
    }
  };

  AuthQuery(
      AuthSettings settings,
      String user,
      Function<String, CompletableFuture<Cluster>> clusters,
      ServerAccess access,
      EventLoop loop,
      Class<? extends Channel> channelType) {
    this.settings = settings;
    this.user = user;
    this.clusters = clusters;
    this.access = access;
    this.loop = loop;
    this.pools = new LoopPools(
        loop,
        channelType,
        new ServerPool.Limits(CONNECTIONS, TimeUnit.SECONDS.toNanos(WAIT_SECONDS), CONNECT_MILLIS),
        /* paused= */ database -> false);
  }

  /** What the primary has of a user; exceptionally an {@link AuthUnavailable} if it cannot be asked. */
  CompletableFuture<Optional<Secret>> find(String name) {
    long now = System.nanoTime();
    synchronized (known) {
      Entry entry = known.get(name);
      if (entry != null
          && now - entry.askedAt() < GOOD_NANOS
          && !entry.secret().isCompletedExceptionally()) {
        return entry.secret();
      }
      CompletableFuture<Optional<Secret>> secret = new CompletableFuture<>();
      known.remove(name);
      known.put(name, new Entry(secret, now));
      ask(name, secret);
      return secret;
    }
  }

  /** What was known of a user was wrong. */
  void forget(String name) {
    synchronized (known) {
      known.remove(name);
    }
  }

  private void ask(String name, CompletableFuture<Optional<Secret>> secret) {
    var ignored = clusters.apply(settings.database()).whenComplete((cluster, error) -> {
      NodeState primary = error == null ? cluster.topology().primary() : null;
      if (primary == null) {
        secret.completeExceptionally(new AuthUnavailable(
            error == null
                ? "there is no primary now"
                : String.valueOf(
                    error.getCause() == null
                        ? error.getMessage()
                        : error.getCause().getMessage())));
        return;
      }
      loop.execute(() -> {
        ServerPool pool =
            pools.of(primary.node(), new ServerIdentity(user, settings.database()), access);
        pool.borrow(new Question(pool, name, secret));
      });
    });
  }

  /** The name is written in digits alone, so that nothing in it can be taken for anything else. */
  private String sql(String name) {
    String digits = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    return "SET search_path TO pg_catalog; "
        + NAME.matcher(settings.query())
            .replaceAll(Matcher.quoteReplacement(
                "pg_catalog.convert_from(pg_catalog.decode('" + digits + "', 'hex'), 'UTF8')"));
  }

  private final class Question extends AskingBorrower {

    private final String name;
    private final CompletableFuture<Optional<Secret>> secret;

    Question(ServerPool pool, String name, CompletableFuture<Optional<Secret>> secret) {
      super(pool);
      this.name = name;
      this.secret = secret;
    }

    @Override
    public void lent(ServerConnection connection) {
      connection.ask(sql(name), answer -> {
        ErrorReport error = answer.error();
        List<List<@Nullable String>> rows = answer.rows();
        pool().giveBack(connection);
        if (error != null) {
          refused(error);
        } else {
          take(rows);
        }
      });
    }

    private void take(List<List<@Nullable String>> rows) {
      if (rows.size() > 1 || (rows.size() == 1 && rows.get(0).size() != 2)) {
        secret.completeExceptionally(
            new AuthUnavailable("auth.query must give one row at most, of a name and a secret"));
        return;
      }
      String text = rows.isEmpty() || !name.equals(rows.get(0).get(0))
          ? null
          : rows.get(0).get(1);
      try {
        secret.complete(
            text == null || text.isEmpty() ? Optional.empty() : Optional.of(Secret.parse(text)));
      } catch (IllegalArgumentException e) {
        secret.complete(Optional.empty());
      }
    }

    @Override
    void refused(ErrorReport why) {
      secret.completeExceptionally(new AuthUnavailable(why.message()));
    }
  }

  /** Ends its connections. On the loop it was given. */
  void close() {
    pools.close();
  }
}
