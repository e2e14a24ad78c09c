package dev.paceline.server;

import dev.paceline.backend.Channels;
import dev.paceline.cluster.Cluster;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes a connection on to a node of a role, in turn, without a look at what is said: for clients that need a server of their own,
 * and for what no proxy should understand. Where no node can be had, the connection is closed.
 */
final class L4Door extends ChannelInboundHandlerAdapter {

  private static final int CONNECT_MILLIS = 10_000;
  private static final AtomicInteger TURN = new AtomicInteger();

  private final Clusters clusters;
  private final L4Listener.Role role;
  private final Class<? extends Channel> channelType;

  L4Door(Clusters clusters, L4Listener.Role role, Class<? extends Channel> channelType) {
    this.clusters = clusters;
    this.role = role;
    this.channelType = channelType;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Node node = choose();
    if (node == null) {
      Channels.close(ctx.channel());
      return;
    }
    Channel client = ctx.channel();
    ChannelFuture connecting = new Bootstrap()
        .group(client.eventLoop())
        .channel(channelType)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(new Splice(client))
        .connect(node.host(), node.port());
    ChannelFuture ignored = connecting.addListener(done -> {
      Channel server = connecting.channel();
      if (!done.isSuccess() || !client.isActive()) {
        Channels.close(server);
        Channels.close(client);
        return;
      }
      client.pipeline().replace(this, "splice", new Splice(server));
      server.config().setAutoRead(true);
      client.config().setAutoRead(true);
    });
  }

  private @Nullable Node choose() {
    for (Cluster cluster : clusters.running()) {
      List<NodeState> nodes = candidates(cluster.topology());
      if (!nodes.isEmpty()) {
        return nodes.get(Math.floorMod(TURN.getAndIncrement(), nodes.size())).node();
      }
    }
    return null;
  }

  private List<NodeState> candidates(Topology topology) {
    List<NodeState> nodes = new ArrayList<>();
    if (role != L4Listener.Role.PRIMARY) {
      topology.replicas().stream().filter(NodeState::inService).forEach(nodes::add);
    }
    NodeState primary = topology.primary();
    if (primary != null && (role != L4Listener.Role.REPLICA || nodes.isEmpty())) {
      nodes.add(primary);
    }
    return nodes;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Channels.close(ctx.channel());
  }

  /** One direction: what is read here is written there, as fast as it is taken there. */
  private static final class Splice extends ChannelInboundHandlerAdapter {

    private final Channel other;

    Splice(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      Channels.write(other, (ByteBuf) message);
      if (!other.isWritable()) {
        other.flush();
        ctx.channel().config().setAutoRead(other.isWritable());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      other.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (other.isActive()) {
        Channels.sendAndClose(other, Unpooled.EMPTY_BUFFER);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      Channels.close(ctx.channel());
    }
  }
}
