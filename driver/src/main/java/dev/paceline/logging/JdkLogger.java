package dev.paceline.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * One logger over {@link System.Logger}.
 *
 * <p>The name loses the prefix that relocation gave it, so that the configuration that people know works:
 * {@code com.zaxxer.hikari} is what HikariCP logs under, wherever it was packed.
 */
final class JdkLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  /** What relocation puts before a library's package. */
  static final String RELOCATED = "dev.paceline.shaded.";

  private final transient System.Logger target;

  JdkLogger(String name) {
    this.name = publicName(name);
    this.target = System.getLogger(this.name);
  }

  static String publicName(String name) {
    return name.startsWith(RELOCATED) ? name.substring(RELOCATED.length()) : name;
  }

  @Override
  public boolean isTraceEnabled() {
    return target.isLoggable(System.Logger.Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return target.isLoggable(System.Logger.Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return target.isLoggable(System.Logger.Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return target.isLoggable(System.Logger.Level.WARNING);
  }

  @Override
  public boolean isErrorEnabled() {
    return target.isLoggable(System.Logger.Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    target.log(levelOf(level), MessageFormatter.basicArrayFormat(message, arguments), thrown);
  }

  private static System.Logger.Level levelOf(Level level) {
    return switch (level) {
      case TRACE -> System.Logger.Level.TRACE;
      case DEBUG -> System.Logger.Level.DEBUG;
      case INFO -> System.Logger.Level.INFO;
      case WARN -> System.Logger.Level.WARNING;
      case ERROR -> System.Logger.Level.ERROR;
    };
  }
}
