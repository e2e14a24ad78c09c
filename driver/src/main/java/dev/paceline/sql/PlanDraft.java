package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan while it is made. Facts only ever make the route stronger, so the order in which they are found does not matter. */
final class PlanDraft {
  StatementClass statementClass = StatementClass.EMPTY;
  Route route = Route.REPLICA;
  String reason = "nothing to run";
  final Set<TableName> tablesRead = new LinkedHashSet<>();
  final Set<TableName> tablesWritten = new LinkedHashSet<>();
  final Set<String> functions = new LinkedHashSet<>();
  final List<TransactionControl> transactionControls = new ArrayList<>(1);
  final List<SessionEffect> effects = new ArrayList<>(1);
  boolean readComplete = true;
  boolean writtenComplete = true;
  boolean locksRows;
  boolean literalsMatter;
  /** A relation or function that a replica refuses even to plan with. */
  boolean refusedInRecovery;

  /** It creates, changes or drops what the catalogue tells of. */
  boolean changesCatalogue;
  /** It names something that the catalogue does not have. */
  boolean missesCatalogue;

  /** It calls currval or lastval, whose answer is that of the connection on which the sequence was advanced. */
  boolean readsSequenceValues;
  /** It may take a value of a sequence: plainly, or as the default of a column. */
  boolean namesSequenceValues;

  int statementCount;
  int parameterCount;

  @Nullable
  PacelineStatement pacelineStatement;

  /** It only reads. */
  void read(String why) {
    raise(StatementClass.READ, Route.REPLICA, why);
  }

  /** It belongs to the session. */
  void session(String why) {
    raise(StatementClass.SESSION, Route.SESSION, why);
  }

  /** It writes, locks, or asks what only the primary answers. */
  void write(String why) {
    raise(StatementClass.WRITE, Route.PRIMARY, why);
  }

  /** Nothing proves that a replica would do. */
  void doubt(String why) {
    raise(StatementClass.DOUBT, Route.PRIMARY, why);
  }

  /** It uses something with this effect. */
  void effect(Effect effect, String subject) {
    switch (effect) {
      case NONE -> {}
      case SESSION -> session(subject + " belongs to the session");
      case UNKNOWN -> doubt(subject + " is not known");
      case SERVER -> doubt(subject + " answers for the server that runs it");
      case WRITE -> write(subject + " is only for the primary");
    }
  }

  /** It may touch any table. */
  void touchesAnything() {
    readComplete = false;
    writtenComplete = false;
  }

  void raise(StatementClass kind, Route place, String why) {
    boolean stronger = place.compareTo(route) > 0
        || statementClass == StatementClass.EMPTY
        || (place == Route.PRIMARY
            && kind == StatementClass.WRITE
            && statementClass == StatementClass.DOUBT);
    if (stronger) {
      statementClass = kind;
      reason = why;
      route = route.and(place);
    }
  }

  void transaction(TransactionControl control, Route place, String why) {
    transactionControls.add(control);
    raise(StatementClass.TRANSACTION, place, why);
  }
}
