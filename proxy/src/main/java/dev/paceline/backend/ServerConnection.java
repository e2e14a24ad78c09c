package dev.paceline.backend;

import dev.paceline.session.Settings;
import dev.paceline.topology.Node;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.DataRowView;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.ExpectedResponses;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendWriter;
import dev.paceline.wire.postgres.Origin;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.Request;
import dev.paceline.wire.postgres.ServerMessages;
import dev.paceline.wire.postgres.TransactionStatus;
import dev.paceline.wire.postgres.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server, logged in, lent to one tenant at a time.
 *
 * <p>Every message that comes is checked against what is owed ({@link ExpectedResponses}); what belongs to the tenant is passed on in
 * slices as large as they come, what the proxy asked for itself stays here. Whatever does not fit ends the connection, and the
 * tenant's with it. Confined to the event loop of its channel.
 */
public final class ServerConnection extends ChannelInboundHandlerAdapter {

  private static final int UNANSWERED = 4096;

  /** What a tenant leaves free for what is sent on its behalf. */
  private static final int RESERVE = 64;

  /** Where the connection belongs. */
  public interface Home {
    /** Where it leads. */
    Node node();

    /** Where what it does is counted. */
    Traffic traffic();

    /** It is gone. */
    void closed(ServerConnection connection);
  }

  private final Channel channel;
  private final ServerIdentity identity;
  private final Home home;
  private final Map<String, String> parameters;
  private final @Nullable BackendKey key;
  private final Traffic traffic;
  private final long connectedAt = System.currentTimeMillis();
  private final FrameCursor cursor = new FrameCursor(FrameTable.BACKEND, FrameCursor.MIN_COLLECT);
  private final StatementsOnServer statements = new StatementsOnServer(this);
  private final ExpectedResponses expected = new ExpectedResponses(UNANSWERED, statements);

  private @Nullable ByteBuf kept;
  private @Nullable Tenant tenant;
  private @Nullable Question question;
  private TransactionStatus status = TransactionStatus.IDLE;
  private Settings applied = Settings.NONE;
  private @Nullable ErrorReport lastFatal;
  private boolean passing;
  private boolean closed;
  private long idleSince;
  private long lentAt;
  private long sentAt;

  /** Something that the proxy asks for itself. */
  private static final class Question {
    final Consumer<Answer> done;
    final List<List<@Nullable String>> rows = new ArrayList<>();

    @Nullable
    ErrorReport error;

    Question(Consumer<Answer> done) {
      this.done = done;
    }
  }

  /**
   * The answer to a question of the proxy's.
   *
   * @param rows as text; not to be looked at if there is an error
   * @param error what the server said instead; null if all went well
   */
  public record Answer(
      List<List<@Nullable String>> rows, @Nullable ErrorReport error) {}

  ServerConnection(
      Channel channel,
      ServerIdentity identity,
      Home home,
      Map<String, String> parameters,
      @Nullable BackendKey key) {
    this.channel = channel;
    this.identity = identity;
    this.home = home;
    this.traffic = home.traffic();
    this.parameters = parameters;
    this.key = key;
  }

  /** Where it leads. */
  public Node node() {
    return home.node();
  }

  /** As whom it is logged in. */
  public ServerIdentity identity() {
    return identity;
  }

  /** What the server reports of its settings now; changes with them. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** What a cancel request must show; null if the server gave none. */
  public @Nullable BackendKey key() {
    return key;
  }

  /** Where its transaction stands, as the server said last. */
  public TransactionStatus status() {
    return status;
  }

  /** The session settings in effect on it. */
  public Settings applied() {
    return applied;
  }

  /** Remembers the session settings that are in effect from now on. */
  public void applied(Settings settings) {
    applied = settings;
  }

  /** What is prepared on it. */
  public StatementsOnServer statements() {
    return statements;
  }

  Channel channel() {
    return channel;
  }

  /** Whether it can still be used. */
  public boolean isOpen() {
    return !closed && channel.isActive();
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long now) {
    idleSince = now;
  }

  /** Lends it. */
  void lend(Tenant to) {
    tenant = to;
    lentAt = System.nanoTime();
    traffic.leases++;
  }

  /** Whether it can be given to somebody else: nothing is owed and no transaction is open. */
  public boolean isQuiet() {
    return expected.isQuiet() && question == null && status == TransactionStatus.IDLE;
  }

  // Sending

  /** How many requests the tenant can still send. */
  public int room() {
    return expected.room() - RESERVE;
  }

  /** Notes a request of the tenant's. Its bytes are to be {@linkplain #write written} before anything is read again. */
  public void sent(Request request) {
    if (expected.size() == 0) {
      sentAt = System.nanoTime();
    }
    expected.sent(request, Origin.CLIENT);
    localAnswers();
  }

  void sentOnBehalf(Request request, int tag) {
    expected.sent(request, Origin.ON_BEHALF, tag);
  }

  void sentTagged(Request request, int tag) {
    expected.sent(request, Origin.CLIENT, tag);
    localAnswers();
  }

  /** Notes a request of the tenant's that need not be sent: {@link Tenant#answerLocally} is called in its turn. */
  public void answerLocally(byte type) {
    expected.answerLocally(type, ExpectedResponses.UNTAGGED);
    localAnswers();
  }

  /** Writes without flushing. */
  public void write(ByteBuf bytes) {
    traffic.sent += bytes.readableBytes();
    Channels.write(channel, bytes);
  }

  /** Sends what was written. */
  public void flush() {
    channel.flush();
  }

  /** Whether so much is waiting to be sent that no more should be written. */
  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Whether {@link #answerLocally} may be called. */
  public boolean canAnswerLocally() {
    return expected.canAnswerLocally();
  }

  /** Whether the server waits for the data of a COPY. */
  public boolean isCopyIn() {
    return expected.isCopyIn();
  }

  /** Whether nothing of the tenant's is unanswered. */
  public boolean isAnswered() {
    return expected.size() == 0;
  }

  /** Stops or goes on reading from the server. */
  public void autoRead(boolean on) {
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  /**
   * Asks something for the proxy itself, while the tenant has asked nothing.
   *
   * @param done called on the event loop when the answer is complete; never if the connection is lost, which the tenant is told
   */
  public void ask(String sql, Consumer<Answer> done) {
    if (question != null || expected.size() > 0) {
      throw new IllegalStateException("something is asked already: " + expected);
    }
    question = new Question(done);
    cursor.table(FrameTable.BACKEND_COLLECTED);
    expected.sent(Request.QUERY, Origin.OWN);
    ByteBuf out = channel.alloc().buffer();
    FrontendWriter.query(out, sql);
    Channels.send(channel, out);
  }

  // Receiving

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    traffic.received += ((ByteBuf) message).readableBytes();
    ByteBuf in = Cumulation.join(ctx.alloc(), kept, (ByteBuf) message);
    kept = null;
    cursor.attach(in);
    int missing = 0;
    try {
      pass(in);
      missing = cursor.missing();
    } catch (ProtocolViolation e) {
      cursor.detach();
      in.release();
      end(e);
      return;
    }
    cursor.detach();
    kept = Cumulation.keep(ctx.alloc(), in, missing);
  }

  private void pass(ByteBuf in) {
    int run = -1;
    while (cursor.next()) {
      if (cursor.isFirst()) {
        passing = begins(in);
      }
      if (passing) {
        run = run < 0 ? cursor.start() : run;
      } else if (run >= 0) {
        emit(in, run, cursor.start());
        run = -1;
      }
      boolean ready = cursor.type() == BackendType.READY_FOR_QUERY;
      if (ready || (cursor.isLast() && expected.isLocalDue())) {
        if (run >= 0) {
          emit(in, run, cursor.end());
          run = -1;
        }
        localAnswers();
        if (ready) {
          becomesReady();
        }
      }
    }
    if (run >= 0) {
      emit(in, run, cursor.end());
    }
  }

  private void emit(ByteBuf in, int from, int to) {
    if (tenant != null) {
      tenant.answer(in.retainedSlice(from, to - from));
    }
  }

  /** A message begins. @return whether it is the tenant's */
  private boolean begins(ByteBuf in) {
    byte type = cursor.type();
    int start = cursor.bodyStart();
    int end = cursor.end();
    ErrorReport error = null;
    Verdict verdict;
    if (type == BackendType.ERROR_RESPONSE) {
      error = ErrorReport.read(in, start, end, cursor.isWhole());
      lastFatal = error.isFatal() ? error : lastFatal;
      verdict = expected.receivedError(error.isFatal());
    } else {
      verdict = expected.received(type);
    }
    if (type == BackendType.READY_FOR_QUERY) {
      status = TransactionStatus.read(in, start);
    }
    Tenant current = tenant;
    return switch (verdict) {
      case ASYNCHRONOUS -> asynchronous(type, in, start, end);
      case SWALLOW -> {
        swallow(type, in, start, end, error);
        yield false;
      }
      case FORWARD -> {
        if (current == null) {
          yield false;
        }
        if (error != null) {
          if (error.isFatal()) {
            // Told with the end of the connection.
            yield false;
          }
          current.failed(error);
        }
        current.begins(type, in, start, end);
        yield true;
      }
    };
  }

  private boolean asynchronous(byte type, ByteBuf in, int start, int end) {
    if (type == BackendType.PARAMETER_STATUS) {
      ServerMessages.Parameter parameter = ServerMessages.parameter(in, start, end);
      parameters.put(parameter.name(), parameter.value());
    }
    Tenant current = tenant;
    if (current == null || question != null || expected.isSwallowing()) {
      return false;
    }
    current.begins(type, in, start, end);
    return true;
  }

  private void swallow(byte type, ByteBuf in, int start, int end, @Nullable ErrorReport error) {
    Question asked = question;
    if (asked == null) {
      return;
    }
    if (error != null) {
      asked.error = error;
    } else if (type == BackendType.DATA_ROW) {
      DataRowView row = new DataRowView().on(in, start, end);
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < row.count(); i++) {
        values.add(row.text(i));
      }
      asked.rows.add(values);
    }
  }

  private void becomesReady() {
    Question asked = question;
    if (asked != null) {
      if (expected.size() > 0) {
        // That of a Sync that a COPY had not swallowed after all.
        return;
      }
      question = null;
      cursor.table(FrameTable.BACKEND);
      asked.done.accept(new Answer(asked.rows, asked.error));
    } else if (tenant != null && expected.size() == 0) {
      traffic.queries++;
      traffic.queryNanos += System.nanoTime() - sentAt;
      if (status == TransactionStatus.IDLE) {
        traffic.transactions++;
      }
      tenant.ready(status);
    }
  }

  private void localAnswers() {
    while (expected.isLocalDue()) {
      byte type = expected.localType();
      int ignored = expected.takeLocal();
      if (tenant != null) {
        tenant.answerLocally(type);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (tenant != null) {
      tenant.pause();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (tenant != null) {
      tenant.writable(channel.isWritable());
    }
  }

  /** The tenant needs it no more, and nothing is owed to it. */
  void giveBack() {
    if (tenant != null) {
      traffic.leaseNanos += System.nanoTime() - lentAt;
    }
    tenant = null;
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  /** Whether it is quiet but for what a COPY that failed may have left, see {@link ExpectedResponses#mayOweReady}. */
  boolean isToBeSettled() {
    return !closed
        && expected.mayOweReady()
        && question == null
        && status == TransactionStatus.IDLE;
  }

  /** Ends it, whatever it is doing. The tenant is not told. */
  public void close() {
    tenant = null;
    end(new IOException("closed"));
  }

  private void end(Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    if (kept != null) {
      kept.release();
      kept = null;
    }
    Tenant current = tenant;
    tenant = null;
    home.closed(this);
    Channels.close(channel);
    if (current != null) {
      current.lost(lastFatal, cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(new IOException("the server closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(cause);
  }

  PoolReport.Connection report() {
    BackendKey own = key;
    return new PoolReport.Connection(
        tenant != null,
        connectedAt,
        String.valueOf(channel.localAddress()).replaceFirst("^/", ""),
        own == null ? 0 : own.processId());
  }

  @Override
  public String toString() {
    return "connection to " + node() + " as " + identity;
  }
}
