package dev.paceline.session.postgres;

import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.cluster.Cluster;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.session.SessionState;
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

  ClientMessages(Cluster cluster, SessionState session) {
    this.cluster = cluster;
    this.session = session;
  }

  ClientStatements statements() {
    return statements;
  }

  StatementPlan plan(String sql) {
    return cluster.analyzer().plan(sql, lexicalSettings());
  }

  private LexicalSettings lexicalSettings() {
    String set = session.settings().sql("standard_conforming_strings");
    boolean conforming = set == null || !set.matches("(?is).*\\b(off|false|0|no)\\b.*");
    return conforming ? LexicalSettings.DEFAULT : LexicalSettings.BACKSLASHES;
  }

  StatementPlan query(ByteBuf in, FrameCursor at) {
    return plan(query.on(at, in).sql());
  }

  StatementPlan functionCall() {
    return plan(FUNCTION_CALL);
  }

  /** A Parse, remembered as the statement of its name. */
  ParseView parse(ByteBuf in, FrameCursor at) {
    parse.on(at, in);
    int[] types = new int[parse.parameterTypes()];
    for (int i = 0; i < types.length; i++) {
      types[i] = parse.parameterType(i);
    }
    String sql = parse.sql();
    statements.prepare(
        parse.name(),
        new ClientStatements.Prepared(
            new ServerPreparedStatement(sql, new ServerPreparedStatement.TypeList(types)),
            plan(sql)));
    return parse;
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
      case FrontendType.PARSE -> parse(in, at);
      case FrontendType.BIND -> {
        bind(in, at);
        add(bound(), unit);
      }
      case FrontendType.DESCRIBE -> {
        target(in, at);
        add(targeted(), unit);
      }
      case FrontendType.FUNCTION_CALL -> unit.add(functionCall());
      default -> {}
    }
  }

  private static void add(ClientStatements.@Nullable Prepared prepared, GatheredUnit unit) {
    if (prepared != null) {
      unit.add(prepared.plan());
    }
  }
}
