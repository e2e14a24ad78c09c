package dev.paceline.clusterkit.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread behind all relays of a cluster. All state of relays and links belongs to this thread; other threads reach it
 * through {@link #call}. It sleeps in a selector until a socket or a timer is due.
 */
public final class RelayLoop implements AutoCloseable {

  static final int READ_BYTES = 64 * 1024;

  private static final long CALL_SECONDS = 30;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Task<?>> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::dueInNanos));
  private final long epoch = System.nanoTime();
  private volatile boolean closed;

  /** What every link reads into; whatever must wait is copied out of it. */
  final ByteBuffer scratch = ByteBuffer.allocateDirect(READ_BYTES);

  /** Whoever registered a channel gets its events. */
  @FunctionalInterface
  interface Watcher {
    void ready(SelectionKey key);
  }

  private record Timer(long due, long epoch, Runnable action) {
    long dueInNanos() {
      return due - epoch;
    }
  }

  private record Task<T>(Callable<T> action, CompletableFuture<@Nullable T> result) {
    Runnable run() {
      try {
        T value = action.call();
        return () -> result.complete(value);
      } catch (Exception e) {
        return () -> result.completeExceptionally(e);
      }
    }
  }

  /** Starts the thread, a daemon. */
  public RelayLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open a selector for " + name, e);
    }
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A new relay in front of a server.
   *
   * @param listen where clients connect; the address must be free
   * @param target the server; it need not listen yet
   */
  public Relay relay(InetSocketAddress listen, InetSocketAddress target) {
    Relay relay = new Relay(this, listen, target);
    relay.open();
    return relay;
  }

  /** Ends the thread and closes all that it held. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CALL_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs an action on the loop's thread and waits for it; what it closed is really closed on return. */
  <T> @Nullable T call(Callable<T> action) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the loop must not wait for itself");
    }
    Task<T> task = new Task<>(action, new CompletableFuture<>());
    tasks.add(task);
    selector.wakeup();
    try {
      if (closed) {
        throw new IllegalStateException("The relays of " + thread.getName() + " are closed");
      }
      return task.result().get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while changing a relay", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot change a relay: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The relay's thread did not answer within " + CALL_SECONDS + " s", e);
    }
  }

  /** Runs an action at a time of {@link System#nanoTime}, on the loop's thread. */
  void at(long nanoTime, Runnable action) {
    timers.add(new Timer(nanoTime, epoch, action));
  }

  Selector selector() {
    return selector;
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(timeoutMillis());
        runTasks();
        runTimers();
        dispatch();
      }
    } catch (IOException | RuntimeException e) {
      System.getLogger(RelayLoop.class.getName())
          .log(System.Logger.Level.ERROR, thread.getName() + " - stopped", e);
    } finally {
      closed = true;
      closeAll();
    }
  }

  /** 0 waits for ever in a selector, so a timer that is due gives 1 ms at least. */
  private long timeoutMillis() {
    if (!tasks.isEmpty()) {
      return 1;
    }
    Timer next = timers.peek();
    return next == null
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.due() - System.nanoTime() + 999_999));
  }

  private void runTasks() throws IOException {
    List<Runnable> answers = new ArrayList<>();
    for (Task<?> task = tasks.poll(); task != null; task = tasks.poll()) {
      answers.add(task.run());
    }
    if (!answers.isEmpty()) {
      // A registered channel that was closed keeps its socket until the selector has seen it.
      selector.selectNow();
      answers.forEach(Runnable::run);
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    for (Timer next = timers.peek(); next != null && next.due() - now <= 0; next = timers.peek()) {
      timers.remove();
      next.action().run();
    }
  }

  private void dispatch() {
    for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
      if (key.isValid() && key.attachment() instanceof Watcher watcher) {
        watcher.ready(key);
      }
    }
    selector.selectedKeys().clear();
  }

  private void closeAll() {
    try {
      for (SelectionKey key : List.copyOf(selector.keys())) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      System.getLogger(RelayLoop.class.getName())
          .log(System.Logger.Level.WARNING, thread.getName() + " - not closed", e);
    }
    for (Task<?> task = tasks.poll(); task != null; task = tasks.poll()) {
      task.result().completeExceptionally(new IOException("closed"));
    }
  }
}
