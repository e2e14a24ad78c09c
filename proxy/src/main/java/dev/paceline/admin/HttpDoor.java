package dev.paceline.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.paceline.cluster.Cluster;
import dev.paceline.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Health, metrics and a page by HTTP. {@code /health} and {@code /ready} are for everybody and say no more than yes or no;
 * {@code /metrics} and {@code /} are for those who show the password or the token.
 */
public final class HttpDoor implements AutoCloseable {

  private static final int THREADS = 2;
  private static final long PATIENCE_SECONDS = 2;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
    Thread thread = new Thread(task, "paceline-proxy-http");
    thread.setDaemon(true);
    return thread;
  });
  private final ProxyMetrics metrics = new ProxyMetrics();
  private final Supplier<@Nullable HttpSettings> settings;
  private final AdminConsole console;
  private final BooleanSupplier draining;

  private record Reply(int status, String type, String body) {}

  private HttpDoor(
      HttpServer server,
      Supplier<@Nullable HttpSettings> settings,
      AdminConsole console,
      BooleanSupplier draining) {
    this.server = server;
    this.settings = settings;
    this.console = console;
    this.draining = draining;
  }

  /**
   * Begins to listen.
   *
   * @param where a port of 0 stands for any free one
   * @param settings the name, password and token in force
   * @param draining whether the proxy takes no new clients
   * @throws IOException if it cannot listen there
   */
  public static HttpDoor open(
      HttpSettings where,
      Supplier<@Nullable HttpSettings> settings,
      AdminConsole console,
      BooleanSupplier draining)
      throws IOException {
    HttpServer server = HttpServer.create(where.listen(), /* backlog= */ 64);
    HttpDoor door = new HttpDoor(server, settings, console, draining);
    server.setExecutor(door.threads);
    server.createContext("/", door::handle);
    server.start();
    return door;
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = answer(exchange);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (reply.status() == 401) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"paceline\"");
      }
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Reply answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Reply(405, TEXT, "only GET and HEAD\n");
    }
    String path = exchange.getRequestURI().getPath();
    return switch (path) {
      case "/health" ->
        count() == null ? no("an event loop does not answer") : new Reply(200, TEXT, "ok\n");
      case "/ready" -> ready();
      case "/metrics", "/" -> {
        if (!isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
          yield new Reply(401, TEXT, "a password or a token is needed\n");
        }
        Census census = count();
        yield census == null
            ? no("an event loop does not answer")
            : path.equals("/") ? page() : metrics(census);
      }
      default -> new Reply(404, TEXT, "there are /health, /ready, /metrics and /\n");
    };
  }

  private static Reply no(String why) {
    return new Reply(503, TEXT, why + "\n");
  }

  /** Every event loop answers for itself; null if one does not. */
  private @Nullable Census count() {
    try {
      return console
          .overseer()
          .census()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private Reply ready() {
    if (draining.getAsBoolean()) {
      return no("draining");
    }
    for (Cluster cluster : console.overseer().clusters()) {
      Topology topology = cluster.topology();
      if (topology.primary() != null || !topology.replicas().isEmpty()) {
        return new Reply(200, TEXT, "ready\n");
      }
    }
    return no("no node can be used");
  }

  private Reply metrics(Census census) {
    return new Reply(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape(census));
  }

  private Reply page() {
    AdminPage page = new AdminPage(console.overseer().version());
    for (String what : new String[] {"PACELINE.NODES", "POOLS", "STATS", "DATABASES", "SERVERS"}) {
      page.table(what, console.show(what).toCompletableFuture().join());
    }
    return new Reply(200, "text/html; charset=utf-8", page.text());
  }

  private boolean isKnown(@Nullable String authorization) {
    HttpSettings now = settings.get();
    if (authorization == null || now == null) {
      return false;
    }
    if (authorization.startsWith(BEARER)) {
      return !now.token().isEmpty() && same(authorization.substring(BEARER.length()), now.token());
    }
    if (!authorization.startsWith(BASIC) || now.password().isEmpty()) {
      return false;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
      return same(new String(decoded, StandardCharsets.UTF_8), now.user() + ":" + now.password());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Takes as long whatever the first difference is. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(/* seconds= */ 0);
    threads.shutdown();
    metrics.close();
  }
}
