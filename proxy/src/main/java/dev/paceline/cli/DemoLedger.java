package dev.paceline.cli;

import dev.paceline.routing.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what the workload of the demo saw. Where a read ran is the driver's word; {@link DemoWitness} has the servers'. */
final class DemoLedger {

  private final Map<Integer, LongAdder> readsByPort = new ConcurrentHashMap<>();
  private final Map<Reason, LongAdder> reasons = new ConcurrentHashMap<>();
  private final LongAdder writes = new LongAdder();
  private final LongAdder checks = new LongAdder();
  private final LongAdder violations = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder readsWhileOut = new LongAdder();
  private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();

  /** The server that must not be read from now, or 0. */
  private volatile int out;

  void mustNotBeRead(int port) {
    out = port;
  }

  /** To be remembered before a read begins. */
  int out() {
    return out;
  }

  void read(int port, int outBefore, Reason reason) {
    readsByPort.computeIfAbsent(port, p -> new LongAdder()).increment();
    reasons.computeIfAbsent(reason, r -> new LongAdder()).increment();
    if (port == outBefore) {
      readsWhileOut.increment();
    }
  }

  void checked(boolean held) {
    checks.increment();
    if (!held) {
      violations.increment();
    }
  }

  void wrote() {
    writes.increment();
  }

  void failed(Exception e) {
    errors.increment();
    firstError.compareAndSet(null, Messages.of(e));
  }

  long reads(int port) {
    LongAdder reads = readsByPort.get(port);
    return reads == null ? 0 : reads.sum();
  }

  long reads() {
    return readsByPort.values().stream().mapToLong(LongAdder::sum).sum();
  }

  Map<Reason, LongAdder> reasons() {
    return reasons;
  }

  long writes() {
    return writes.sum();
  }

  long checks() {
    return checks.sum();
  }

  long violations() {
    return violations.sum();
  }

  long errors() {
    return errors.sum();
  }

  @Nullable
  String firstError() {
    return firstError.get();
  }

  long readsWhileOut() {
    return readsWhileOut.sum();
  }
}
