package dev.paceline.session;

import dev.paceline.config.BalancerKind;
import dev.paceline.config.Freshness;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import dev.paceline.config.WhenStale;
import dev.paceline.routing.ReadMarks;
import dev.paceline.routing.RouteDecision;
import dev.paceline.routing.RoutedSession;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.StatementPlan;
import dev.paceline.sql.TransactionControl;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one logical connection remembers. It decides nothing about nodes and does no I/O.
 *
 * <p>Server settings follow the transaction: what a transaction changed is gone when it rolls back, and what was changed
 * after a savepoint is gone when it rolls back to there. Pins likewise, but for those that no roll-back undoes.
 *
 * <p>Confined to its logical connection: callers hold that connection's lock.
 */
public final class SessionState implements RoutedSession {

  private record Mark(String name, Settings settings, Pins pins) {}

  private static final String APPLICATION_NAME = "application_name";

  private final PacelineConfig initial;
  private final ReadMarks marks = new ReadMarks();
  private final TransactionWrites transactionWrites = new TransactionWrites();
  private final Deque<Mark> savepoints = new ArrayDeque<>();
  private final int identity;

  private PacelineConfig config;
  private Freshness freshness;
  private WhenStale whenStale;
  private BalancerKind balancer;
  private boolean hintsObeyed;
  private int affinity;

  private Settings settings = Settings.NONE;
  private Pins pins = Pins.NONE;

  private Settings isolationOf = Settings.NONE;
  private TransactionControl.@Nullable Isolation isolation;

  /** What the open transaction found; null outside of one. */
  private @Nullable Mark beforeTransaction;

  private @Nullable RouteDecision lastDecision;

  /**
   * Opens a session.
   *
   * @param config of its cluster
   * @param identity differs from session to session: its key for affinity when the user gives none
   */
  public SessionState(PacelineConfig config, int identity) {
    this.initial = config;
    this.identity = identity;
    this.config = config;
    this.freshness = config.freshness();
    this.whenStale = config.whenStale();
    this.balancer = config.balancer();
    this.hintsObeyed = config.isOn(PacelineProperty.HINTS);
    this.affinity = affinityOf(config);
  }

  private int affinityOf(PacelineConfig of) {
    String key = of.value(PacelineProperty.AFFINITY_KEY);
    return key.isEmpty() ? identity : key.hashCode();
  }

  // Our own settings

  /**
   * {@code SET paceline.name = value}.
   *
   * @throws dev.paceline.config.ConfigurationException if the name or the value is not allowed; nothing has changed then
   */
  public void set(String name, String value) {
    use(config.with(name, value));
  }

  /**
   * {@code RESET paceline.name}: as the URL has it.
   *
   * @throws dev.paceline.config.ConfigurationException if the name is unknown or no session may change it
   */
  public void reset(String name) {
    String full = name.startsWith(PacelineProperty.PREFIX) ? name : PacelineProperty.PREFIX + name;
    String value = "";
    for (PacelineProperty property : PacelineProperty.values()) {
      if (property.propertyName().equalsIgnoreCase(full)) {
        value = initial.value(property);
      }
    }
    use(config.with(name, value));
  }

  /** Back to what the URL says, as {@code DISCARD ALL} and a pool's {@code beginRequest} want it. */
  public void resetPaceline() {
    use(initial);
  }

  private void use(PacelineConfig changed) {
    config = changed;
    freshness = changed.freshness();
    whenStale = changed.whenStale();
    balancer = changed.balancer();
    affinity = affinityOf(changed);
  }

  /** The value in force of one of our settings. */
  public String value(PacelineProperty property) {
    return config.value(property);
  }

  @Override
  public Freshness freshness() {
    return freshness;
  }

  @Override
  public WhenStale whenStale() {
    return whenStale;
  }

  @Override
  public BalancerKind balancer() {
    return balancer;
  }

  @Override
  public boolean hintsObeyed() {
    return hintsObeyed;
  }

  @Override
  public int affinity() {
    return affinity;
  }

  @Override
  public ReadMarks marks() {
    return marks;
  }

  // What the server keeps for a session

  /** The settings that every physical connection must have before it runs something of this session. */
  public Settings settings() {
    return settings;
  }

  /** The isolation level that the session has made its default; null if it has not. */
  TransactionControl.@Nullable Isolation isolation() {
    Settings now = settings;
    if (now != isolationOf) {
      isolation = Units.isolation(now);
      isolationOf = now;
    }
    return isolation;
  }

  /**
   * What the session asked for when it was opened is in effect again wherever a RESET has taken it away: that is what its
   * defaults are.
   */
  public void rebase(Settings base) {
    settings = settings.over(base);
  }

  /** Records a setting that was made, or is to be made with the next statement. */
  public void setting(String name, String set, String reset) {
    settings =
        settings.with(name, set, name.equals(APPLICATION_NAME) ? resetOfApplicationName() : reset);
  }

  /** Records that a setting is as the server had it. */
  public void resetSetting(String name) {
    if (name.equals(APPLICATION_NAME)) {
      applicationNameReset();
    } else {
      settings = settings.without(name);
    }
  }

  /** The server knows no name to go back to: the native driver sets one only after it has connected. */
  private void applicationNameReset() {
    setting(APPLICATION_NAME, "SET application_name TO ''", "");
  }

  /** SQL that gives a physical connection the name with which the native driver opened it. */
  public String resetOfApplicationName() {
    String name =
        config.nativeProperties().getOrDefault("ApplicationName", "PostgreSQL JDBC Driver");
    return "SET application_name TO '" + name.replace("'", "''") + "'";
  }

  /** Why the session must stay where it is. */
  public Pins pins() {
    return pins;
  }

  /** Binds the session to its physical connection. */
  public void pin(PinReason reason, String name) {
    pins = pins.with(reason, name);
  }

  /** The physical connection is gone, and with it all that held the session there. */
  public void unpinAll() {
    pins = Pins.NONE;
  }

  /** Ends a reason altogether. */
  public void unpin(PinReason reason) {
    pins = pins.without(reason);
  }

  /** Takes over what a statement did to the session; to be called once it has succeeded. */
  public void succeeded(List<SessionEffect> effects) {
    for (SessionEffect effect : effects) {
      EffectRules.apply(this, effect);
    }
  }

  void resetAllSettings() {
    settings = settings.afterResetAll();
    applicationNameReset();
    pins = pins.without(PinReason.UNKNOWN_SETTING);
  }

  void discardAll() {
    settings = Settings.NONE;
    applicationNameReset();
    Pins kept = Pins.NONE;
    for (PinReason reason :
        List.of(PinReason.UNWRAPPED, PinReason.LIBRARY, PinReason.RANDOM_SEED)) {
      kept = pins.has(reason) ? kept.with(reason, "") : kept;
    }
    pins = kept;
  }

  void unpin(PinReason reason, @Nullable String name) {
    pins = name == null ? pins.without(reason) : pins.without(reason, name);
  }

  // The transaction

  /** A transaction begins; does nothing inside of one. */
  public void transactionBegan() {
    if (beforeTransaction == null) {
      beforeTransaction = new Mark("", settings, pins);
    }
  }

  /** Whether {@link #transactionBegan} was called and no end yet. */
  public boolean inTransaction() {
    return beforeTransaction != null;
  }

  /** Adds what a statement of the open transaction may have written. */
  public void wroteInTransaction(StatementPlan plan) {
    transactionWrites.add(plan.writeKeys(), plan.tablesWrittenComplete());
  }

  /** The same for a write of tables that nobody here knows. */
  public void wroteUnknownInTransaction() {
    transactionWrites.add(new int[0], false);
  }

  /** What the open transaction may have written. */
  public TransactionWrites transactionWrites() {
    return transactionWrites;
  }

  /** The transaction committed: what it changed stays. */
  public void committed() {
    endTransaction();
  }

  /** The transaction rolled back: what it changed is gone. */
  public void rolledBack() {
    if (beforeTransaction != null) {
      settings = beforeTransaction.settings();
      pins = pins.rolledBackTo(beforeTransaction.pins());
    }
    endTransaction();
  }

  private void endTransaction() {
    beforeTransaction = null;
    savepoints.clear();
    transactionWrites.clear();
  }

  /** {@code SAVEPOINT name}. */
  public void savepoint(String name) {
    savepoints.push(new Mark(name, settings, pins));
  }

  /** {@code RELEASE name}: forgets it and those after it. */
  public void released(String name) {
    if (savepoints.stream().anyMatch(mark -> mark.name().equals(name))) {
      while (!savepoints.pop().name().equals(name)) {
        // Those after it go with it.
      }
    }
  }

  /** {@code ROLLBACK TO name}: what was changed after it is gone, and it stays. */
  public void rolledBackTo(String name) {
    for (Mark mark : savepoints) {
      if (mark.name().equals(name)) {
        settings = mark.settings();
        pins = pins.rolledBackTo(mark.pins());
        while (!savepoints.peekFirst().name().equals(name)) {
          savepoints.pop();
        }
        return;
      }
    }
  }

  // The last decision

  /** Remembers a decision for {@code SHOW paceline.route}. */
  public void decided(RouteDecision decision) {
    lastDecision = decision;
  }

  /** The last statement's decision; null before the first. */
  public @Nullable RouteDecision lastDecision() {
    return lastDecision;
  }
}
