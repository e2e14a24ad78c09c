package dev.paceline.admin;

import dev.paceline.backend.Channels;
import dev.paceline.backend.Cumulation;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.BindView;
import dev.paceline.wire.postgres.Column;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.ExecuteView;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.ParseView;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.QueryView;
import dev.paceline.wire.postgres.TargetView;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of the admin database, by simple and by extended queries. Confined to its channel's event loop. */
public final class AdminSession extends ChannelInboundHandlerAdapter {

  private static final int LIMIT = 64 << 10;

  /** A client could otherwise fill the memory with names. */
  private static final int MOST_NAMES = 1_000;

  private final Channel channel;
  private final AdminConsole console;
  private final String user;
  private final FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, LIMIT);
  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();

  private @Nullable ByteBuf kept;
  private boolean busy;
  private boolean skipping;
  private boolean closed;

  /** A session that is logged in and has been told so. */
  public AdminSession(Channel channel, AdminConsole console, String user) {
    this.channel = channel;
    this.console = console;
    this.user = user;
  }

  /** What a client is told of the server when it connects. */
  public static Map<String, String> parameters(AdminConsole console) {
    return Map.of(
        "server_version", "17.0 (" + console.overseer().version() + ")",
        "client_encoding", "UTF8",
        "server_encoding", "UTF8",
        "DateStyle", "ISO, MDY",
        "integer_datetimes", "on",
        "standard_conforming_strings", "on",
        "TimeZone", "UTC");
  }

  /** Why a user may not use the console; null if it may. */
  public static @Nullable ErrorReport refusal(AdminConsole console, String user) {
    return console.overseer().admin().mayLook(user)
        ? null
        : ErrorReport.fatal("42501", "user \"" + user + "\" may not use the admin database")
            .withHint("admin.users and admin.statsUsers name who may.");
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    take(Cumulation.join(channel.alloc(), kept, (ByteBuf) message));
  }

  private void take(ByteBuf in) {
    kept = null;
    cursor.attach(in);
    int missing = 0;
    try {
      while (!busy && !closed && cursor.next()) {
        message(in);
      }
      missing = cursor.missing();
    } catch (ProtocolViolation e) {
      end(ErrorReport.fatal(e.sqlState(), String.valueOf(e.getMessage())));
    }
    cursor.detach();
    if (closed) {
      in.release();
    } else {
      kept = Cumulation.keep(channel.alloc(), in, missing);
      channel.config().setAutoRead(!busy);
    }
    channel.flush();
  }

  private void message(ByteBuf in) {
    if (!cursor.isWhole()) {
      throw new ProtocolViolation(
          "a message to the admin database is longer than " + LIMIT + " bytes");
    }
    byte type = cursor.type();
    if (type == FrontendType.SYNC) {
      skipping = false;
      ready();
      return;
    }
    if (skipping && type != FrontendType.TERMINATE) {
      return;
    }
    switch (type) {
      case FrontendType.TERMINATE -> end(null);
      case FrontendType.QUERY -> query(new QueryView().on(cursor, in).sql());
      case FrontendType.PARSE -> {
        ParseView parse = new ParseView().on(cursor, in);
        name(statements, parse.name(), parse.sql());
        write(BackendWriter::parseComplete);
      }
      case FrontendType.BIND -> {
        BindView bind = new BindView().on(cursor, in);
        String sql = statements.get(bind.statement());
        if (sql == null) {
          fail(ErrorReport.error(
              "26000", "there is no prepared statement \"" + bind.statement() + "\""));
        } else {
          name(portals, bind.portal(), sql);
          write(BackendWriter::bindComplete);
        }
      }
      case FrontendType.DESCRIBE -> describe(new TargetView().on(cursor, in));
      case FrontendType.EXECUTE -> {
        String sql = portals.get(new ExecuteView().on(cursor, in).portal());
        if (sql == null) {
          fail(ErrorReport.error("34000", "there is no such portal"));
        } else {
          run(sql, /* describe= */ false, /* rows= */ true, () -> {});
        }
      }
      case FrontendType.CLOSE -> {
        TargetView target = new TargetView().on(cursor, in);
        String ignored = (target.isStatement() ? statements : portals).remove(target.name());
        write(BackendWriter::closeComplete);
      }
      case FrontendType.FLUSH -> channel.flush();
      default -> fail(ErrorReport.error("0A000", "the admin database takes no such message"));
    }
  }

  private static void name(Map<String, String> names, String name, String sql) {
    if (names.size() >= MOST_NAMES && !names.containsKey(name)) {
      throw new ProtocolViolation("more than " + MOST_NAMES + " prepared statements or portals");
    }
    names.put(name, sql);
  }

  private void query(String sql) {
    if (sql.isBlank() || sql.strip().equals(";")) {
      write(BackendWriter::emptyQueryResponse);
      ready();
    } else {
      run(
          sql,
          /* describe= */ true,
          /* rows= */ true,
          () -> {
            skipping = false;
            ready();
          });
    }
  }

  private void describe(TargetView target) {
    String sql = (target.isStatement() ? statements : portals).get(target.name());
    if (sql == null) {
      fail(ErrorReport.error("26000", "there is nothing called \"" + target.name() + "\""));
      return;
    }
    if (target.isStatement()) {
      write(out -> BackendWriter.parameterDescription(out));
    }
    if (AdminConsole.isShow(sql)) {
      run(sql, /* describe= */ true, /* rows= */ false, () -> {});
    } else {
      write(BackendWriter::noData);
    }
  }

  private void run(String sql, boolean describe, boolean rows, Runnable then) {
    if (isHarmlessSet(sql)) {
      write(out -> BackendWriter.commandComplete(out, "SET"));
      then.run();
      return;
    }
    busy = true;
    var ignored = console
        .run(user, sql)
        .whenComplete((reply, error) -> channel.eventLoop().execute(() -> {
          busy = false;
          if (closed) {
            return;
          }
          AdminReply answer = error == null
              ? reply
              : AdminReply.failed("XX000", String.valueOf(error.getMessage()));
          answer(answer, describe, rows);
          then.run();
          ByteBuf rest = kept;
          take(rest == null ? channel.alloc().buffer(0) : rest);
        }));
  }

  /** What drivers say of themselves when they connect; nothing depends on it. */
  private static boolean isHarmlessSet(String sql) {
    return sql.strip()
        .matches(
            "(?is)set\\s+(session\\s+)?(extra_float_digits|application_name|client_encoding|datestyle)\\b.*");
  }

  private void answer(AdminReply reply, boolean describe, boolean rows) {
    ErrorReport error = reply.error();
    if (error != null) {
      fail(error);
      return;
    }
    write(out -> {
      for (String notice : reply.notices()) {
        ErrorReport.notice("NOTICE", "00000", notice).writeNotice(out);
      }
      List<String> columns = reply.columns();
      if (describe && columns != null) {
        BackendWriter.rowDescription(out, columns.stream().map(Column::text).toList());
      }
      if (rows) {
        reply.rows().forEach(row -> BackendWriter.dataRow(out, row));
        BackendWriter.commandComplete(out, reply.tag());
      }
    });
  }

  private void fail(ErrorReport error) {
    skipping = true;
    write(error::writeError);
  }

  private void ready() {
    write(out -> BackendWriter.readyForQuery(out, TransactionStatus.IDLE));
  }

  private void write(Consumer<ByteBuf> message) {
    ByteBuf out = channel.alloc().buffer();
    message.accept(out);
    Channels.write(channel, out);
  }

  private void end(@Nullable ErrorReport error) {
    if (closed) {
      return;
    }
    closed = true;
    if (kept != null) {
      kept.release();
      kept = null;
    }
    if (error != null) {
      write(error::writeError);
      channel.flush();
    }
    Channels.close(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(null);
  }
}
