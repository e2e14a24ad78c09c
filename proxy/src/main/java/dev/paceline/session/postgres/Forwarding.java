package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
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

/**
 * Passes a client's messages on to the server connection that is lent to it: with the server's names in place of the client's, and
 * with what is prepared nowhere yet prepared before it is used. Confined to the session's event loop.
 */
final class Forwarding {

  private final ByteBufAllocator allocator;
  private final ClientMessages messages;
  private final ClientStatements statements;
  private final UnitLedger ledger;

  Forwarding(ByteBufAllocator allocator, ClientMessages messages, UnitLedger ledger) {
    this.allocator = allocator;
    this.messages = messages;
    this.statements = messages.statements();
    this.ledger = ledger;
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

  private void query(ServerConnection to, NodeState node, ByteBuf in, FrameCursor at) {
    ledger.runs(messages.query(in, at));
    statements.simpleQuery();
    to.statements().unnamed(null);
    ledger.ends(node);
    pass(to, Request.QUERY, in, at);
  }

  private void parse(ServerConnection to, ByteBuf in, FrameCursor at) {
    ParseView parse = messages.parse(in, at);
    ClientStatements.Prepared prepared = statements.get(parse.name());
    if (parse.isUnnamed() || prepared == null || !at.isWhole()) {
      to.statements().unnamed(statements);
      pass(to, Request.PARSE, in, at);
      return;
    }
    if (to.statements().name(prepared.statement()) != null) {
      to.answerLocally(BackendType.PARSE_COMPLETE);
      return;
    }
    byte[] name = to.statements().prepare(prepared.statement());
    ByteBuf head = allocator.buffer(name.length + 16 + at.end() - parse.sqlStart());
    StatementNames.parseHead(head, parse, at.length(), name);
    to.write(StatementNames.join(allocator, head, in, parse.sqlStart(), at.end()));
  }

  private void bind(ServerConnection to, ByteBuf in, FrameCursor at) {
    BindView bind = messages.bind(in, at);
    ClientStatements.Prepared prepared = messages.bound();
    if (prepared == null || bind.isStatementUnnamed()) {
      if (prepared != null) {
        to.statements().ensureUnnamed(prepared.statement(), statements);
      }
      pass(to, Request.BIND, in, at);
      return;
    }
    byte[] name = to.statements().ensure(prepared.statement());
    to.sent(Request.BIND);
    ByteBuf head = allocator.buffer(name.length + 32 + Math.min(1024, at.end() - at.start()));
    StatementNames.bindHead(head, in, bind, at.length(), name);
    to.write(StatementNames.join(allocator, head, in, bind.rest(), at.end()));
  }

  private void describe(ServerConnection to, ByteBuf in, FrameCursor at) {
    TargetView target = messages.target(in, at);
    ClientStatements.Prepared prepared = messages.targeted();
    if (prepared == null) {
      pass(to, target.isStatement() ? Request.DESCRIBE_STATEMENT : Request.DESCRIBE_PORTAL, in, at);
    } else if (target.isUnnamed()) {
      to.statements().ensureUnnamed(prepared.statement(), statements);
      pass(to, Request.DESCRIBE_STATEMENT, in, at);
    } else {
      byte[] name = to.statements().ensure(prepared.statement());
      to.sent(Request.DESCRIBE_STATEMENT);
      ByteBuf out = allocator.buffer(16 + name.length);
      StatementNames.describe(out, name);
      to.write(out);
    }
  }

  private void close(ServerConnection to, ByteBuf in, FrameCursor at) {
    TargetView target = messages.target(in, at);
    if (target.isStatement() && !target.isUnnamed()) {
      statements.close(target.name());
      to.answerLocally(BackendType.CLOSE_COMPLETE);
      return;
    }
    if (target.isStatement()) {
      statements.close("");
      to.statements().unnamed(null);
    } else {
      statements.closePortal(target.name());
    }
    pass(to, Request.CLOSE, in, at);
  }
}
