package dev.paceline.server;

import dev.paceline.backend.ServerCredentials;
import dev.paceline.backend.ServerIdentity;
import dev.paceline.backend.ServerPool;
import dev.paceline.topology.Node;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;

/** The pools of one event loop. Confined to it. */
final class LoopPools {

  private record Key(String node, ServerIdentity identity) {}

  private final EventLoop loop;
  private final Class<? extends Channel> channelType;
  private final ServerPool.Limits limits;
  private final Map<Key, ServerPool> pools = new HashMap<>();

  LoopPools(EventLoop loop, Class<? extends Channel> channelType, ServerPool.Limits limits) {
    this.loop = loop;
    this.channelType = channelType;
    this.limits = limits;
  }

  ServerPool of(Node node, ServerIdentity identity, ServerCredentials credentials) {
    return pools.computeIfAbsent(
        new Key(node.name(), identity),
        key -> new ServerPool(loop, channelType, node, identity, credentials, limits));
  }

  void close() {
    pools.values().forEach(ServerPool::close);
    pools.clear();
  }
}
