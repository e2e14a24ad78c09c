package dev.paceline.topology;

import dev.paceline.position.Lineage;
import dev.paceline.position.Lsn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Servers that replicate, fail and are promoted, and a network that answers late, all in memory and driven by one seed. It
 * knows the truth that the machine can only infer.
 */
final class SimulatedServers {

  /** A commit that was acknowledged. */
  record Commit(long acknowledged, int timeline, long position) {}

  private record Question(long sentAt, long connection, boolean full) {}

  static final class Server {
    final int id;
    int timeline = 1;
    boolean writable;
    boolean alive = true;
    boolean paused;
    /** Lets nobody in who is not connected yet. */
    boolean full;

    int starts = 1;
    long position = 1000;
    int upstream;

    // The monitor's view:
    long connection = 1;
    boolean connectionBroken = true;
    Role lastRole = Role.UNKNOWN;
    final Deque<Question> questions = new ArrayDeque<>();
    final Deque<TopologyEvent> answers = new ArrayDeque<>();

    Server(int id) {
      this.id = id;
    }

    /** Another after each start. */
    String serverId() {
      return id + "/" + starts;
    }
  }

  final List<Server> servers = new ArrayList<>();
  final List<Commit> commits = new ArrayList<>();
  /** Where each timeline left its parent: timeline to (parent, position). */
  private final Map<Integer, long[]> forks = new HashMap<>();

  private final Random random;
  private int highestTimeline = 1;
  long now = 1_000_000_000L;

  SimulatedServers(Random random, int count) {
    this.random = random;
    for (int id = 0; id < count; id++) {
      servers.add(new Server(id));
    }
    servers.get(0).writable = true;
  }

  /** Whether a commit is part of the history that a timeline ends. */
  boolean inHistory(Commit commit, int timeline) {
    int at = timeline;
    long limit = Long.MAX_VALUE;
    while (at != commit.timeline()) {
      long[] fork = forks.get(at);
      if (fork == null) {
        return false;
      }
      limit = Math.min(limit, fork[1]);
      at = (int) fork[0];
    }
    return commit.position() <= limit;
  }

  /** Something happens; the event that the machine learns from it, or null. */
  TopologyEvent next() {
    now += random.nextInt(5_000_000);
    Server server = servers.get(random.nextInt(servers.size()));
    int what = random.nextInt(1000);
    if (what < 250) {
      commit(server);
    } else if (what < 500) {
      replicate(server);
    } else if (what < 650) {
      ask(server);
    } else if (what < 800) {
      answer(server);
    } else if (what < 960) {
      return server.answers.poll();
    } else if (what < 965) {
      server.paused = !server.paused;
    } else if (what < 975) {
      server.full = !server.full && random.nextInt(3) == 0;
      // An administrator makes room, and meets the monitor; the crash of another process does so
      // too.
      server.connectionBroken |= server.full;
    } else {
      disaster(server, what);
    }
    return null;
  }

  private void commit(Server server) {
    if (server.alive && server.writable) {
      server.position += 8 + random.nextInt(100);
      commits.add(new Commit(now, server.timeline, server.position));
    }
  }

  private void replicate(Server server) {
    Server upstream = servers.get(server.upstream);
    if (server.alive
        && !server.writable
        && !server.paused
        && upstream.alive
        && upstream != server) {
      follow(server, upstream);
      if (server.timeline == upstream.timeline && upstream.position > server.position) {
        server.position += 1 + random.nextLong(upstream.position - server.position);
      }
    }
  }

  /** A standby goes over to its upstream's timeline if its own position is in that history. */
  private void follow(Server server, Server upstream) {
    long[] fork = forks.get(upstream.timeline);
    if (fork != null && fork[0] == server.timeline && server.position <= fork[1]) {
      server.timeline = upstream.timeline;
    }
  }

  private void ask(Server server) {
    boolean full = server.connectionBroken || random.nextInt(4) == 0;
    if (server.connectionBroken && server.alive && server.full) {
      if (server.answers.isEmpty()) {
        server.answers.add(new TopologyEvent.Full(server.id, "too many clients"));
      }
      return;
    }
    if (server.connectionBroken) {
      server.connection++;
      server.connectionBroken = false;
      server.questions.clear();
    }
    // One question at a time goes over a connection, and the next waits for the answer to arrive.
    if (server.questions.isEmpty() && server.answers.isEmpty()) {
      server.questions.add(new Question(now, server.connection, full));
    }
  }

  private void answer(Server server) {
    Question question = server.questions.poll();
    if (question == null) {
      return;
    }
    if (!server.alive || question.connection() != server.connection || server.connectionBroken) {
      server.connectionBroken = true;
      server.answers.add(new TopologyEvent.ProbeFailed(server.id, "broken"));
      return;
    }
    Role role = server.writable ? Role.PRIMARY : Role.REPLICA;
    if (!question.full() && role == server.lastRole) {
      server.answers.add(
          new TopologyEvent.Sampled(server.id, new Lsn(server.position), question.sentAt()));
      return;
    }
    server.lastRole = role;
    server.answers.add(new TopologyEvent.Probed(
        server.id,
        new NodeReport(
            role,
            new Lineage("S", server.timeline),
            new Lsn(server.position),
            server.serverId(),
            server.paused),
        question.sentAt(),
        question.connection()));
  }

  private void disaster(Server server, int what) {
    if (what < 985) {
      crashOrStart(server);
    } else if (what < 990) {
      promote(server);
    } else if (what < 995) {
      server.upstream = random.nextInt(servers.size());
    } else if (!server.writable || server.timeline < highestTimeline) {
      reclone(server);
    }
  }

  private void crashOrStart(Server server) {
    if (server.alive) {
      server.alive = false;
      server.connectionBroken = true;
    } else {
      server.alive = true;
      server.starts++;
      if (!server.writable) {
        // What was replayed in memory only is replayed again.
        long[] fork = forks.get(server.timeline);
        long least = fork == null ? 1000 : fork[1];
        server.position = Math.max(least, server.position - random.nextInt(50));
      }
    }
  }

  private void promote(Server server) {
    if (server.alive && !server.writable) {
      int old = server.timeline;
      highestTimeline++;
      server.timeline = highestTimeline;
      server.writable = true;
      forks.put(highestTimeline, new long[] {old, server.position});
    }
  }

  private void reclone(Server server) {
    for (Server source : servers) {
      if (source != server
          && source.alive
          && source.writable
          && source.timeline == highestTimeline) {
        server.alive = true;
        server.writable = false;
        server.paused = false;
        server.starts++;
        server.timeline = source.timeline;
        server.position = source.position;
        server.upstream = source.id;
        server.connectionBroken = true;
        return;
      }
    }
  }
}
