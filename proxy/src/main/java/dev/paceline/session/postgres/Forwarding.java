package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.session.PinReason;
import dev.paceline.session.SessionState;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.BindView;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.ParseView;
import dev.paceline.wire.postgres.Request;
import dev.paceline.wire.postgres.StatementNames;
import dev.paceline.wire.postgres.TargetView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes a client's messages on to the server connection that is lent to it: with the server's names in place of the client's, and
 * with what is prepared nowhere yet prepared before it is used. Confined to the session's event loop.
 */
final class Forwarding {

  private final ByteBufAllocator allocator;
  private final ClientMessages messages;
  private final ClientStatements statements;
  private final UnitLedger ledger;
  private final SessionState session;

  /** The statement that was used last by its name. */
  private @Nullable ServerPreparedStatement lastUsed;

  Forwarding(
      ByteBufAllocator allocator,
      ClientMessages messages,
      UnitLedger ledger,
      SessionState session) {
    this.allocator = allocator;
    this.messages = messages;
    this.statements = messages.statements();
    this.ledger = ledger;
    this.session = session;
  }

  /**
   * Passes on a message, or the first piece of a large one.
   *
   * @param node where {@code to} leads
   * @return whether the unit ends with it: ReadyForQuery will come
   */
  boolean forward(ServerConnection to, NodeState node, byte type, ByteBuf in, FrameCursor at) {
    switch (type) {
      case FrontendType.QUERY -> {
        query(to, node, in, at);
        return true;
      }
      case FrontendType.PARSE -> parse(to, in, at);
      case FrontendType.BIND -> bind(to, in, at);
      case FrontendType.DESCRIBE -> describe(to, in, at);
      case FrontendType.EXECUTE -> {
        StatementPlan plan = messages.execute(in, at);
        if (plan != null) {
          ledger.runs(plan);
          forgetDeallocated(to, plan);
        }
        pass(to, Request.EXECUTE, in, at);
      }
      case FrontendType.CLOSE -> close(to, in, at);
      case FrontendType.SYNC -> {
        boolean ends = !to.isCopyIn();
        if (ends) {
          ledger.ends(node);
        }
        pass(to, Request.SYNC, in, at);
        return ends;
      }
      case FrontendType.FUNCTION_CALL -> {
        ledger.runs(messages.functionCall());
        ledger.ends(node);
        pass(to, Request.FUNCTION_CALL, in, at);
        return true;
      }
      case FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> pass(to, Request.COPY_END, in, at);
      default -> piece(to, in, at);
    }
    return false;
  }

  /** Passes on bytes that need no note: a message that is not answered, or a further piece of a large one. */
  static void piece(ServerConnection to, ByteBuf in, FrameCursor at) {
    to.write(in.retainedSlice(at.start(), at.end() - at.start()));
  }

  private static void pass(ServerConnection to, Request request, ByteBuf in, FrameCursor at) {
    to.sent(request);
    piece(to, in, at);
  }

  /** What is prepared is to be prepared anew: the server has said that it is of no use. */
  void renewLastUsed(ServerConnection on) {
    if (lastUsed != null) {
      on.statements().renew(lastUsed);
    }
  }

  private void query(ServerConnection to, NodeState node, ByteBuf in, FrameCursor at) {
    StatementPlan plan = messages.query(in, at);
    ledger.runs(plan);
    statements.simpleQuery();
    to.statements().unnamed(null);
    forgetDeallocated(to, plan);
    if (!at.isWhole()) {
      // What it sets is not known: it must not be met by anybody else.
      session.pin(PinReason.UNKNOWN_SETTING, "");
    }
    ledger.ends(node);
    pass(to, Request.QUERY, in, at);
  }

  private void forgetDeallocated(ServerConnection on, StatementPlan plan) {
    List<SessionEffect> effects = plan.sessionEffects();
    for (int i = 0; i < effects.size(); i++) {
      SessionEffect effect = effects.get(i);
      boolean all = effect instanceof SessionEffect.Deallocate deallocate
          ? deallocate.name() == null
          : effect instanceof SessionEffect.Discard discard
              && discard.what() == SessionEffect.Discard.What.ALL;
      if (all) {
        statements.deallocateAll();
        on.statements().forgetAll();
      }
    }
  }

  private void parse(ServerConnection to, ByteBuf in, FrameCursor at) {
    ParseView parse = messages.parse(in, at);
    closeStale(to);
    if (!parse.isUnnamed() && statements.get(parse.name()) != null) {
      // The server shall say in its words that the client has it already.
      statements.prepareInVain();
      to.statements().occupy(parse.name());
      pass(to, Request.PARSE, in, at);
      return;
    }
    ServerPreparedStatement statement = messages.learn(at).statement();
    if (parse.isUnnamed() || statement == null) {
      if (parse.isUnnamed()) {
        to.statements().unnamed(statements);
      }
      if (statement == null) {
        session.pin(PinReason.PREPARED_STATEMENT, parse.name());
      }
      pass(to, Request.PARSE, in, at);
      return;
    }
    if (to.statements().name(statement) != null) {
      if (to.canAnswerLocally()) {
        to.answerLocally(BackendType.PARSE_COMPLETE);
        return;
      }
      to.statements().renew(statement);
    }
    byte[] name = to.statements().prepare(statement);
    ByteBuf head = allocator.buffer(name.length + 16 + at.end() - parse.sqlStart());
    StatementNames.parseHead(head, parse, at.length(), name);
    to.write(StatementNames.join(allocator, head, in, parse.sqlStart(), at.end()));
  }

  private static void closeStale(ServerConnection on) {
    if (on.statements().hasStale()) {
      on.statements().closeStale();
    }
  }

  private void bind(ServerConnection to, ByteBuf in, FrameCursor at) {
    BindView bind = messages.bind(in, at);
    closeStale(to);
    ServerPreparedStatement statement = known(messages.bound());
    if (statement == null || bind.isStatementUnnamed()) {
      prepareUnnamed(to, statement, bind.isStatementUnnamed());
      pass(to, Request.BIND, in, at);
      return;
    }
    byte[] name = use(to, statement);
    to.sent(Request.BIND);
    ByteBuf head = allocator.buffer(name.length + 32 + Math.min(1024, at.end() - at.start()));
    StatementNames.bindHead(head, in, bind, at.length(), name);
    to.write(StatementNames.join(allocator, head, in, bind.rest(), at.end()));
  }

  private static @Nullable ServerPreparedStatement known(
      ClientStatements.@Nullable Prepared prepared) {
    return prepared == null ? null : prepared.statement();
  }

  private byte[] use(ServerConnection on, ServerPreparedStatement statement) {
    lastUsed = statement;
    return on.statements().ensure(statement);
  }

  /** Nobody meets the statement without a name of somebody else. */
  private void prepareUnnamed(
      ServerConnection on, @Nullable ServerPreparedStatement statement, boolean unnamed) {
    if (unnamed && statement != null) {
      on.statements().ensureUnnamed(statement, statements);
    } else if (unnamed) {
      on.statements().ensureNoUnnamed(statements);
    }
  }

  private void describe(ServerConnection to, ByteBuf in, FrameCursor at) {
    TargetView target = messages.target(in, at);
    closeStale(to);
    if (!target.isStatement()) {
      pass(to, Request.DESCRIBE_PORTAL, in, at);
      return;
    }
    ServerPreparedStatement statement = known(messages.targeted());
    if (statement == null || target.isUnnamed()) {
      prepareUnnamed(to, statement, target.isUnnamed());
      pass(to, Request.DESCRIBE_STATEMENT, in, at);
      return;
    }
    byte[] name = use(to, statement);
    to.sent(Request.DESCRIBE_STATEMENT);
    ByteBuf out = allocator.buffer(16 + name.length);
    StatementNames.describe(out, name);
    to.write(out);
  }

  private void close(ServerConnection to, ByteBuf in, FrameCursor at) {
    TargetView target = messages.target(in, at);
    if (!target.isStatement()) {
      statements.closePortal(target.name());
      pass(to, Request.CLOSE, in, at);
      return;
    }
    String name = target.name();
    ClientStatements.Prepared prepared = statements.get(name);
    statements.close(name);
    if (target.isUnnamed()) {
      to.statements().unnamed(null);
    } else if (prepared != null && prepared.statement() != null && to.canAnswerLocally()) {
      to.answerLocally(BackendType.CLOSE_COMPLETE);
      return;
    }
    // One that is not known may have been prepared by SQL.
    pass(to, Request.CLOSE, in, at);
  }
}
