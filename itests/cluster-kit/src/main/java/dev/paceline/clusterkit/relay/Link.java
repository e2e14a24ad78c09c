package dev.paceline.clusterkit.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection through a relay: two sockets and a pipe each way. Belongs to the loop's thread. */
final class Link implements RelayLoop.Watcher {

  private final Relay relay;
  private final SocketChannel client;
  private final SocketChannel server;
  private final Pipe toServer;
  private final Pipe toClient;
  private @Nullable SelectionKey clientKey;
  private @Nullable SelectionKey serverKey;
  private boolean closed;

  Link(Relay relay, SocketChannel client) throws IOException {
    this.relay = relay;
    this.client = client;
    this.server = SocketChannel.open();
    this.toServer = new Pipe(this, client, server, relay.shape(Direction.TO_SERVER));
    this.toClient = new Pipe(this, server, client, relay.shape(Direction.TO_CLIENT));
  }

  RelayLoop loop() {
    return relay.loop();
  }

  void open(InetSocketAddress target, @Nullable InetSocketAddress origin) {
    try {
      client.configureBlocking(false);
      server.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      server.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (origin != null) {
        server.bind(origin);
      }
      clientKey = client.register(loop().selector(), 0, this);
      serverKey = server.register(loop().selector(), SelectionKey.OP_CONNECT, this);
      if (server.connect(target)) {
        refresh();
      }
    } catch (IOException e) {
      close(true); // nobody listens there: the client shall know
    }
  }

  @Override
  public void ready(SelectionKey key) {
    try {
      if (key.isConnectable()) {
        server.finishConnect();
      }
      if (key.isReadable()) {
        (key == clientKey ? toServer : toClient).read();
      }
      if (key.isValid() && key.isWritable()) {
        (key == clientKey ? toClient : toServer).write();
      }
      listen();
    } catch (IOException e) {
      close(true); // one side is gone abruptly, so the other shall see the same
    }
  }

  /** Goes on after a fault has changed or a timer has come. */
  void refresh() {
    if (closed || !server.isConnected()) {
      return;
    }
    try {
      toServer.write();
      toClient.write();
      listen();
    } catch (IOException e) {
      close(true);
    }
  }

  void close(boolean abruptly) {
    if (closed) {
      return;
    }
    closed = true;
    relay.gone(this);
    close(client, abruptly);
    close(server, abruptly);
  }

  private void listen() {
    if (closed) {
      return;
    }
    if (toServer.isOver() && toClient.isOver()) {
      close(false);
      return;
    }
    interest(clientKey, toServer, toClient);
    interest(serverKey, toClient, toServer);
  }

  private static void interest(@Nullable SelectionKey key, Pipe from, Pipe to) {
    if (key != null && key.isValid()) {
      key.interestOps((from.wantsToRead() ? SelectionKey.OP_READ : 0)
          | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0));
    }
  }

  private static void close(SocketChannel channel, boolean abruptly) {
    try {
      if (abruptly) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close sends RST
      }
      channel.close();
    } catch (IOException e) {
      // It was closed by the other side first.
    }
  }
}
