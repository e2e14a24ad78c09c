package dev.paceline.wire.postgres;

import dev.paceline.wire.postgres.PipelineServer.Act;
import dev.paceline.wire.postgres.PipelineServer.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up what clients send: pipelines with several Syncs, statements that fail, COPYs with Syncs sent too early. */
final class PipelineScripts {

  private final Random random;
  private int ids;

  PipelineScripts(Random random) {
    this.random = random;
  }

  /** Cycles one after the other, each in a list of its own; the last request of each is answered by ReadyForQuery. */
  List<List<Message>> cycles() {
    List<List<Message>> cycles = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      cycles.add(
          switch (random.nextInt(8)) {
            case 0, 1 -> List.of(statement(Request.QUERY, Origin.CLIENT, plain()));
            case 2 -> List.of(statement(Request.FUNCTION_CALL, Origin.CLIENT, plain()));
            case 3 -> copy(Request.QUERY);
            case 4 -> copy(Request.EXECUTE);
            default -> pipeline(Origin.CLIENT);
          });
    }
    return cycles;
  }

  /** A pipeline of the extended protocol up to its Sync; the proxy's own is never a Sync alone. */
  List<Message> pipeline(Origin origin) {
    List<Message> messages = new ArrayList<>();
    int count = random.nextInt(8) + (origin == Origin.OWN ? 1 : 0);
    for (int i = 0; i < count; i++) {
      messages.add(extended(origin));
    }
    // Rarely a Query without a Sync before it.
    if (origin == Origin.CLIENT && random.nextInt(10) == 0) {
      messages.add(statement(Request.QUERY, origin, plain()));
    }
    messages.add(sync(origin));
    return messages;
  }

  Message query(Origin origin) {
    return statement(Request.QUERY, origin, plain());
  }

  private Message extended(Origin origin) {
    Request[] requests = {
      Request.PARSE,
      Request.BIND,
      Request.DESCRIBE_STATEMENT,
      Request.DESCRIBE_PORTAL,
      Request.EXECUTE,
      Request.EXECUTE,
      Request.CLOSE
    };
    return statement(requests[random.nextInt(requests.length)], origin, plain());
  }

  /** A statement that may be a COPY from the client, with Syncs too early and data too late. */
  private List<Message> copy(Request request) {
    List<Message> messages = new ArrayList<>();
    boolean extended = request == Request.EXECUTE;
    if (extended && random.nextBoolean()) {
      messages.add(statement(Request.BIND, Origin.CLIENT, plain()));
    }
    Act act = switch (random.nextInt(5)) {
      case 0, 1 -> Act.COPY_IN;
      case 2, 3 -> Act.COPY_IN_FAIL;
      default -> Act.FAIL;
    };
    messages.add(statement(request, Origin.CLIENT, act));
    int between = random.nextInt(4);
    for (int i = 0; i < between; i++) {
      messages.add(random.nextInt(3) == 0 ? sync(Origin.CLIENT) : Message.copyData());
    }
    messages.add(Message.copyEnd(/* good= */ random.nextInt(4) > 0));
    if (extended || random.nextInt(4) == 0) {
      messages.add(sync(Origin.CLIENT));
    }
    return messages;
  }

  private Message sync(Origin origin) {
    Act act = random.nextInt(20) == 0 ? Act.FAIL : Act.NOTHING;
    return Message.of(Request.SYNC, origin, 0, act, 0);
  }

  private Message statement(Request request, Origin origin, Act act) {
    return Message.of(request, origin, ++ids, act, random.nextInt(4));
  }

  private Act plain() {
    Act[] acts = {Act.ROWS, Act.ROWS, Act.NOTHING, Act.EMPTY, Act.SUSPEND, Act.COPY_OUT, Act.FAIL};
    return acts[random.nextInt(acts.length)];
  }
}
