package dev.paceline.clusterkit;

import dev.paceline.clusterkit.relay.Relay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One database server of a cluster. Methods that change a server return when the change is complete, and throw a
 * {@link ClusterKitException} with the end of the server's log when it does not come in time. Safe for use by many threads.
 */
public interface Node {

  /** The name in the cluster: {@code n1}, {@code n2} and so on. */
  String name();

  /** The server's own address. */
  String host();

  /** The server's own port, behind no relay. It stays the same for the life of the cluster. */
  int port();

  /** The relay between clients and this server; {@link Relay#host} and {@link Relay#port} are where clients connect. */
  Relay clientRelay();

  /** The relay between this server and the one that it replicates from. */
  Relay replicationRelay();

  /** The native driver's URL of the cluster's database, through the client relay. */
  String url();

  /** The native driver's URL of the cluster's database at the server itself. */
  String directUrl();

  /** A new connection of the superuser through the client relay. */
  Connection connect() throws SQLException;

  /** A new connection of the superuser to the server itself. */
  Connection connectDirect() throws SQLException;

  /** Runs statements at the server itself, each committed by itself. */
  void execute(String... statements);

  /** Starts the server if it is not running, and waits until it answers queries. */
  void start();

  /** Stops the server in good order: connections are closed, what is committed is kept and sent to standbys. */
  void stop();

  /** Kills the server's processes with SIGKILL. */
  void kill();

  /** Stops all processes of the server where they stand (SIGSTOP): it answers nothing, but its sockets stay open. */
  void pause();

  /** Lets a paused server go on (SIGCONT). */
  void resume();

  /** Stops and starts the server. */
  void restart();

  /** Whether the server's process is there, paused or not. */
  boolean isRunning();

  /** Makes this standby a primary. The others do not follow by themselves; an old primary is left as it is. */
  void promote();

  /** Lets a standby receive what comes, but apply nothing. */
  void pauseReplay();

  /** Ends {@link #pauseReplay}. */
  void resumeReplay();

  /** Makes a standby apply each transaction so long after its commit; zero ends it. */
  void applyDelay(Duration delay);

  /** Throws this server's data away and makes it a standby of another, with a fresh copy of that one's data. */
  void reclone(Node from);

  /** Makes a standby replicate from another server from now on, with the data that it has. */
  void follow(Node upstream);

  /** The end of the server's log. */
  String log();
}
