package dev.paceline.wire.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How a PostgreSQL server goes about messages, as its main loop and its COPY do it: one at a time, skipping after an error in the
 * extended protocol, and reading on by itself while it copies from the client. What a statement does is part of its message. It is a
 * pure function of the messages in their order, and knows nothing of {@link ExpectedResponses}.
 */
final class PipelineServer {

  /** What a statement does when it runs. */
  enum Act {
    ROWS,
    NOTHING,
    EMPTY,
    SUSPEND,
    COPY_OUT,
    COPY_IN,

    /** It fails, at once or after rows. */
    FAIL,

    /** It copies from the client, and fails of itself after it has read some messages. */
    COPY_IN_FAIL
  }

  /**
   * A message, in the shape of what matters here.
   *
   * @param data whether it is CopyData, of which nothing is noted; request then has no meaning
   * @param good whether CopyDone is meant by the end of a COPY, CopyFail otherwise
   * @param number of rows, or of messages read before a COPY fails
   */
  record Message(
      Request request, Origin origin, int id, Act act, int number, boolean data, boolean good) {

    static Message of(Request request, Origin origin, int id, Act act, int number) {
      return new Message(request, origin, id, act, number, false, true);
    }

    static Message copyData() {
      return new Message(Request.COPY_END, Origin.CLIENT, 0, Act.NOTHING, 0, true, true);
    }

    static Message copyEnd(boolean good) {
      return new Message(Request.COPY_END, Origin.CLIENT, 0, Act.NOTHING, 0, false, good);
    }
  }

  /** One message of the server, and the one that it answers. */
  record Answer(char type, Message to) {}

  private final List<Answer> out = new ArrayList<>();
  private final Deque<String> fates = new ArrayDeque<>();
  private boolean skipping;

  /** Whether something has been done in the extended protocol that the next Sync will try to make last. */
  private boolean worked;

  /** The statement that is copying from the client; null if none is. */
  private Message copying;

  private int read;

  /** Takes one message and gives what is said because of it. */
  List<Answer> take(Message message) {
    out.clear();
    if (copying != null) {
      copy(message);
    } else if (!message.data() && message.request() != Request.COPY_END) {
      run(message);
    }
    return List.copyOf(out);
  }

  /** What became of each message with an id other than 0, in the order in which that was decided. */
  List<String> fates() {
    return List.copyOf(fates);
  }

  private void run(Message message) {
    if (message.request() == Request.SYNC) {
      skipping = false;
      say(worked && message.act() == Act.FAIL ? "EZ" : "Z", message);
      worked = false;
      return;
    }
    if (skipping) {
      fate(message, Fate.SKIPPED);
      return;
    }
    boolean failed = message.act() == Act.FAIL;
    switch (message.request()) {
      case PARSE -> simple("1", message);
      case BIND -> simple("2", message);
      case CLOSE -> simple("3", message);
      case DESCRIBE_STATEMENT ->
        simple(failed && message.number() > 0 ? "t" : message.number() > 0 ? "tT" : "tn", message);
      case DESCRIBE_PORTAL -> simple(message.number() > 0 ? "T" : "n", message);
      case FUNCTION_CALL -> {
        say(failed ? "EZ" : "VZ", message);
        fate(message, failed ? Fate.FAILED : Fate.DONE);
      }
      default -> statement(message, message.request() == Request.QUERY);
    }
  }

  private void simple(String answer, Message message) {
    if (message.act() == Act.FAIL) {
      say(answer.equals("t") ? "tE" : "E", message);
      skipping = true;
      worked = false;
      fate(message, Fate.FAILED);
    } else {
      say(answer, message);
      fate(message, Fate.DONE);
    }
  }

  private void statement(Message message, boolean query) {
    String rows = (query ? "T" : "") + "D".repeat(message.number());
    switch (message.act()) {
      case ROWS -> say(rows + "C", message);
      case NOTHING -> say("C", message);
      case EMPTY -> say("I", message);
      case SUSPEND -> say(query ? "CTDC" : "Ds", message);
      case COPY_OUT -> say("H" + "d".repeat(message.number()) + "cC", message);
      case COPY_IN, COPY_IN_FAIL -> {
        say("G", message);
        copying = message;
        read = 0;
        failCopyIfDue();
        return;
      }
      case FAIL -> {
        say(message.number() > 0 ? rows : "", message);
        fail(message);
        return;
      }
    }
    end(message, Fate.DONE);
  }

  private void copy(Message message) {
    if (message.data()) {
      read++;
    } else if (message.request() == Request.SYNC) {
      // Ignored, for the convenience of client libraries.
      read++;
    } else if (message.request() == Request.COPY_END) {
      Message done = copying;
      copying = null;
      if (message.good()) {
        say("C", done);
        end(done, Fate.DONE);
      } else {
        fail(done);
      }
      return;
    } else {
      throw new IllegalArgumentException(message + " in a COPY");
    }
    failCopyIfDue();
  }

  private void failCopyIfDue() {
    if (copying.act() == Act.COPY_IN_FAIL && read >= copying.number()) {
      Message failed = copying;
      copying = null;
      fail(failed);
    }
  }

  private void fail(Message message) {
    say("E", message);
    skipping = message.request() != Request.QUERY;
    worked = false;
    end(message, Fate.FAILED);
  }

  private void end(Message message, Fate fate) {
    if (message.request() == Request.QUERY) {
      say("Z", message);
      worked = false;
    } else if (fate == Fate.DONE) {
      worked = true;
    }
    fate(message, fate);
  }

  private void say(String types, Message to) {
    for (int i = 0; i < types.length(); i++) {
      out.add(new Answer(types.charAt(i), to));
    }
  }

  private void fate(Message message, Fate fate) {
    if (message.id() != 0) {
      fates.add(message.request() + " " + fate + " " + message.id());
    }
  }
}
