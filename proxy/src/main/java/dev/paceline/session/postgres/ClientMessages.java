package dev.paceline.session.postgres;

import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.cluster.Cluster;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.session.SessionState;
import dev.paceline.session.Settings;
import dev.paceline.sql.StatementPlan;
import dev.paceline.wire.postgres.BindView;
import dev.paceline.wire.postgres.ExecuteView;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.ParseView;
import dev.paceline.wire.postgres.QueryView;
import dev.paceline.wire.postgres.TargetView;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a client's messages are about: which statement, by the names that the client gave. Views are used anew with each
 * message. Confined to the session's event loop.
 */
final class ClientMessages {

  /** What a function call counts as: it may do anything, and large objects are what it is used for. */
  private static final String FUNCTION_CALL = "SELECT lo_open(0, 0)";

  private final Cluster cluster;
  private final SessionState session;
  private final ClientStatements statements = new ClientStatements();
  private final ParseView parse = new ParseView();
  private final BindView bind = new BindView();
  private final TargetView target = new TargetView();
  private final ExecuteView execute = new ExecuteView();
  private final QueryView query = new QueryView();

  private @Nullable Settings seen;
  private LexicalSettings lexical = LexicalSettings.DEFAULT;
  private boolean foreign;

  ClientMessages(Cluster cluster, SessionState session) {
    this.cluster = cluster;
    this.session = session;
  }

  ClientStatements statements() {
    return statements;
  }

  /** What a statement is. */
  StatementPlan plan(String sql) {
    Settings settings = session.settings();
    if (settings != seen) {
      seen = settings;
      lexical = lexical(settings.sql("standard_conforming_strings"));
      foreign = isForeign(settings.sql("client_encoding"));
    }
    StatementPlan plan = cluster.analyzer().plan(sql, lexical);
    // In another encoding a byte may mean something else than it seems, and a table's name is
    // another text: nothing is proved.
    return foreign
            && plan.sessionEffects().isEmpty()
            && plan.transactionControls().isEmpty()
            && !isAscii(sql)
        ? unknown()
        : plan;
  }

  private static LexicalSettings lexical(@Nullable String set) {
    boolean conforming = set == null || !set.matches("(?is).*\\b(off|false|0|no)\\b.*");
    return conforming ? LexicalSettings.DEFAULT : LexicalSettings.BACKSLASHES;
  }

  private static boolean isForeign(@Nullable String set) {
    return set != null && !set.matches("(?is).*\\b(utf-?8|unicode|sql_ascii)\\b.*");
  }

  private static boolean isAscii(String sql) {
    for (int i = 0; i < sql.length(); i++) {
      if (sql.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** A statement of which nothing is known. */
  private StatementPlan unknown() {
    return cluster.analyzer().plan(FUNCTION_CALL, LexicalSettings.DEFAULT);
  }

  /** What a Query runs; of one that is too large to be collected nothing is known. */
  StatementPlan query(ByteBuf in, FrameCursor at) {
    return at.isWhole() ? plan(query.on(at, in).sql()) : unknown();
  }

  StatementPlan functionCall() {
    return unknown();
  }

  /** A Parse, only looked at. */
  ParseView parse(ByteBuf in, FrameCursor at) {
    return parse.on(at, in);
  }

  /** The last {@link #parse} is remembered as the statement of its name. */
  ClientStatements.Prepared learn(FrameCursor at) {
    ClientStatements.Prepared prepared;
    if (at.isWhole()) {
      int[] types = new int[parse.parameterTypes()];
      for (int i = 0; i < types.length; i++) {
        types[i] = parse.parameterType(i);
      }
      String sql = parse.sql();
      prepared = new ClientStatements.Prepared(
          new ServerPreparedStatement(sql, new ServerPreparedStatement.TypeList(types)), plan(sql));
    } else {
      prepared = new ClientStatements.Prepared(null, unknown());
    }
    statements.prepare(parse.name(), prepared);
    return prepared;
  }

  /** A Bind, its portal remembered. */
  BindView bind(ByteBuf in, FrameCursor at) {
    bind.on(at, in);
    ClientStatements.Prepared prepared = bound();
    if (prepared != null) {
      statements.bind(bind.portal(), prepared.plan());
    }
    return bind;
  }

  /** The statement that the last {@link #bind} names; null if the client has none of that name. */
  ClientStatements.@Nullable Prepared bound() {
    return statements.get(bind.statement());
  }

  /** A Describe or Close. */
  TargetView target(ByteBuf in, FrameCursor at) {
    return target.on(at, in);
  }

  /** The statement that the last {@link #target} names; null if it names a portal, or none that the client has. */
  ClientStatements.@Nullable Prepared targeted() {
    return target.isStatement() ? statements.get(target.name()) : null;
  }

  /** A Close: the client has no such statement or portal any more. */
  void close(ByteBuf in, FrameCursor at) {
    target.on(at, in);
    if (target.isStatement()) {
      statements.close(target.name());
    } else {
      statements.closePortal(target.name());
    }
  }

  /** What an Execute runs; null if the client has no such portal. */
  @Nullable
  StatementPlan execute(ByteBuf in, FrameCursor at) {
    return statements.portal(execute.on(at, in).portal());
  }

  /** Adds to a unit what a message says of where it can run. */
  void look(byte type, ByteBuf in, FrameCursor at, GatheredUnit unit) {
    switch (type) {
      case FrontendType.QUERY -> unit.add(query(in, at));
      case FrontendType.PARSE -> {
        parse(in, at);
        var ignored = learn(at);
      }
      case FrontendType.BIND -> {
        bind(in, at);
        unit.add(bound(), bind.isStatementUnnamed());
      }
      case FrontendType.DESCRIBE -> {
        target(in, at);
        unit.add(targeted(), target.isUnnamed());
      }
      case FrontendType.FUNCTION_CALL -> unit.add(functionCall());
      default -> {}
    }
  }
}
