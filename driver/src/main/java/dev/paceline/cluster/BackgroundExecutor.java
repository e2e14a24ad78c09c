package dev.paceline.cluster;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what nobody waits for, one after the other, on a thread that ends when there is nothing to do. Drops what is too much. Until it is
 * {@link #open} tasks are only kept.
 */
final class BackgroundExecutor implements Executor {

  private static final int QUEUE = 256;
  private static final int IDLE_SECONDS = 2;

  private final ThreadPoolExecutor executor;
  private volatile boolean open;

  BackgroundExecutor(String threadName) {
    executor = new ThreadPoolExecutor(
        1,
        1,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUE),
        task -> {
          Thread thread = new Thread(task, threadName);
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    if (open) {
      executor.execute(task);
    } else if (!executor.getQueue().offer(task)) {
      // As when it is open: nobody waits for it, and it is asked for again.
      ClusterLog.debug("background", "a task was dropped", null);
    }
  }

  /** From now on tasks run. */
  void open() {
    open = true;
    executor.prestartCoreThread();
  }

  void shutdownNow() {
    executor.shutdownNow();
  }
}
