package dev.paceline.server;

import dev.paceline.backend.PoolReport;
import dev.paceline.backend.ServerAccess;
import dev.paceline.backend.ServerIdentity;
import dev.paceline.backend.ServerPool;
import dev.paceline.topology.Node;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The pools of one event loop. Confined to it. */
final class LoopPools {

  private record Key(String node, ServerIdentity identity) {}

  private final EventLoop loop;
  private final Class<? extends Channel> channelType;
  private final ServerPool.Limits limits;
  private final Predicate<String> paused;
  private final Map<Key, ServerPool> pools = new HashMap<>();

  /** @param paused databases whose pools begin paused */
  LoopPools(
      EventLoop loop,
      Class<? extends Channel> channelType,
      ServerPool.Limits limits,
      Predicate<String> paused) {
    this.paused = paused;
    this.loop = loop;
    this.channelType = channelType;
    this.limits = limits;
  }

  ServerPool of(Node node, ServerIdentity identity, ServerAccess access) {
    return pools.computeIfAbsent(new Key(node.name(), identity), key -> make(key, node, access));
  }

  private ServerPool make(Key key, Node node, ServerAccess access) {
    ServerPool pool = new ServerPool(loop, channelType, node, key.identity(), access, limits);
    if (paused.test(key.identity().database())) {
      pool.pause();
    }
    return pool;
  }

  List<PoolReport> reports() {
    return pools.values().stream().map(ServerPool::report).toList();
  }

  /** Pauses or resumes the pools of the databases that {@code which} chooses. */
  void pause(boolean pause, Predicate<String> which) {
    pools.forEach((key, pool) -> {
      if (which.test(key.identity().database())) {
        if (pause) {
          pool.pause();
        } else {
          pool.resume();
        }
      }
    });
  }

  void close() {
    pools.values().forEach(ServerPool::close);
    pools.clear();
  }
}
