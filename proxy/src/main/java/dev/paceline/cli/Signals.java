package dev.paceline.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has them in a class that is supported but no part of its API, so that only reflection can
 * name it without a warning of the compiler.
 */
final class Signals {

  private Signals() {}

  /** Has something done when a signal comes, on a thread of its own; nothing happens where there is no such signal. */
  static void on(String name, Runnable what) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling = Proxy.newProxyInstance(
          Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              what.run();
            }
            return null;
          });
      Object ignored = signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
    } catch (ReflectiveOperationException e) {
      System.getLogger("dev.paceline.proxy")
          .log(
              System.Logger.Level.WARNING,
              () -> "proxy - cannot handle a signal (name=" + name + ")");
    }
  }
}
