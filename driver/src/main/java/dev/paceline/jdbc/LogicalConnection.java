package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.PacelineConfig;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.Pins;
import dev.paceline.session.SessionState;
import dev.paceline.topology.NodeState;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection that an application sees. It owns a session and no socket: physical connections are leased by {@link
 * Dispatcher} where statements go.
 *
 * <p>Safe for several threads, one at a time: a lock of its own orders them. Only {@link #abort}, {@link #isClosed} and
 * {@code Statement.cancel} do without it.
 */
final class LogicalConnection implements PacelineConnection {

  private final Cluster cluster;
  private final NativeDriver natively;
  private final String url;
  private final ReentrantLock lock = new ReentrantLock();
  private final StatementOptions defaultOptions;
  private final LogicalDatabaseMetaData metaData = new LogicalDatabaseMetaData(this);
  final Dispatcher dispatcher;

  private volatile boolean closed;
  private int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
  private @Nullable Map<String, Class<?>> typeMap;
  private @Nullable SQLWarning warnings;

  /**
   * Opens one on a cluster that was acquired for it.
   *
   * @param config what this connection was asked for; others of the cluster may differ in what a session may choose
   * @param url as the application gave it, without secrets
   */
  LogicalConnection(
      Cluster cluster, PacelineConfig config, NativeDriver natively, String url, int identity) {
    this.cluster = cluster;
    this.natively = natively;
    this.url = url;
    this.defaultOptions = new StatementOptions(
        natively.defaultFetchSize(config), 0, 0, 0, ResultSet.FETCH_FORWARD, true, null);
    this.dispatcher = new Dispatcher(cluster, new SessionState(config, identity), natively);
    dispatcher.transaction.startReadOnly(natively.startsReadOnly(config));
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  void checkOpen() throws SQLException {
    if (closed) {
      throw new SQLException(
          "this connection has been closed", SqlStates.CONNECTION_DOES_NOT_EXIST);
    }
  }

  String url() {
    return url;
  }

  StatementOptions defaultOptions() {
    return defaultOptions;
  }

  int[] driverVersion() {
    try {
      Driver driver = natively.driver();
      return new int[] {driver.getMajorVersion(), driver.getMinorVersion()};
    } catch (SQLException e) {
      // Without the native driver there would be no connection.
      throw new IllegalStateException(e);
    }
  }

  /** Something done under the lock on an open connection. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T locked(Work<T> work) throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Something without a result. */
  @FunctionalInterface
  private interface Action {
    void run() throws SQLException;
  }

  private void doing(Action action) throws SQLException {
    lock.lock();
    try {
      checkOpen();
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T ask(Questions.Question<T> question) throws SQLException {
    return locked(() -> dispatcher.ask(question));
  }

  // --- statements

  private StatementShape shape(int type, int concurrency, int holding) throws SQLException {
    checkOpen();
    return new StatementShape(type, concurrency, holding, StatementShape.Keys.NONE);
  }

  private StatementShape plainShape() throws SQLException {
    return shape(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
  }

  LogicalStatement newStatement() throws SQLException {
    return new LogicalStatement(this, plainShape());
  }

  @Override
  public Statement createStatement() throws SQLException {
    return newStatement();
  }

  @Override
  public Statement createStatement(int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return createStatement(resultSetType, resultSetConcurrency, holdability);
  }

  @Override
  public Statement createStatement(
      int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException {
    return new LogicalStatement(
        this, shape(resultSetType, resultSetConcurrency, resultSetHoldability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return new LogicalPreparedStatement(this, plainShape(), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return prepareStatement(sql, resultSetType, resultSetConcurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return new LogicalPreparedStatement(
        this, shape(resultSetType, resultSetConcurrency, resultSetHoldability), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return withKeys(sql, new StatementShape.Keys.Flag(autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return withKeys(sql, StatementShape.Keys.Indexes.of(columnIndexes));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return withKeys(sql, StatementShape.Keys.Names.of(columnNames));
  }

  private PreparedStatement withKeys(String sql, StatementShape.Keys keys) throws SQLException {
    return new LogicalPreparedStatement(this, plainShape().withKeys(keys), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return new LogicalCallableStatement(this, plainShape(), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return prepareCall(sql, resultSetType, resultSetConcurrency, holdability);
  }

  @Override
  public CallableStatement prepareCall(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return new LogicalCallableStatement(
        this, shape(resultSetType, resultSetConcurrency, resultSetHoldability), sql);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return ask(held -> held.raw.nativeSQL(sql));
  }

  // --- transactions

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    doing(() -> dispatcher.transaction.autoCommit(autoCommit));
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    checkOpen();
    return dispatcher.transaction.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    doing(() -> {
      checkManual("commit");
      dispatcher.transaction.commit();
    });
  }

  @Override
  public void rollback() throws SQLException {
    doing(() -> {
      checkManual("roll back");
      dispatcher.transaction.rollback();
    });
  }

  private void checkManual(String what) throws SQLException {
    if (dispatcher.transaction.autoCommit()) {
      throw new SQLException(
          "there is nothing to " + what + " while autocommit is on",
          SqlStates.NO_ACTIVE_TRANSACTION);
    }
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return locked(() -> {
      checkManual("set a savepoint in");
      return dispatcher.savepoint(null);
    });
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return locked(() -> {
      checkManual("set a savepoint in");
      return dispatcher.savepoint(name);
    });
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    doing(() -> dispatcher.transaction.rollback(savepoint));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    doing(() -> dispatcher.transaction.release(savepoint));
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    doing(() -> dispatcher.transaction.readOnly(readOnly));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    checkOpen();
    return dispatcher.transaction.isReadOnly();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    doing(() -> {
      dispatcher.transaction.checkIdle("the isolation level cannot be changed");
      dispatcher.settings.isolation(level);
    });
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return locked(dispatcher.settings::isolation);
  }

  @Override
  public void setHoldability(int wanted) throws SQLException {
    checkOpen();
    if (wanted != ResultSet.CLOSE_CURSORS_AT_COMMIT
        && wanted != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
      throw new SQLException(wanted + " is not a holdability", SqlStates.INVALID_PARAMETER_VALUE);
    }
    holdability = wanted;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return holdability;
  }

  // --- settings

  @Override
  public void setCatalog(String catalog) throws SQLException {
    // As the native driver: a connection has one database.
    checkOpen();
  }

  @Override
  public String getCatalog() throws SQLException {
    return ask(held -> held.raw.getCatalog());
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    doing(() -> dispatcher.settings.schema(schema));
  }

  @Override
  public String getSchema() throws SQLException {
    return ask(held -> held.raw.getSchema());
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return typeMap == null ? ask(held -> held.raw.getTypeMap()) : typeMap;
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    checkOpen();
    typeMap = map;
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    try {
      doing(() -> {
        if (!dispatcher.settings.clientInfo(name, value)) {
          warn(
              new SQLWarning("client info " + name + " is not supported", SqlStates.NOT_SUPPORTED));
        }
      });
    } catch (SQLException e) {
      throw new SQLClientInfoException(
          e.getMessage(), e.getSQLState(), Map.of(name, ClientInfoStatus.REASON_UNKNOWN), e);
    }
  }

  private void warn(SQLWarning warning) {
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    for (String name : properties.stringPropertyNames()) {
      setClientInfo(name, properties.getProperty(name));
    }
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return ask(held -> held.raw.getClientInfo(name));
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return ask(held -> held.raw.getClientInfo());
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    doing(() -> dispatcher.leases.networkTimeout(executor, milliseconds));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return locked(() -> {
      int set = dispatcher.leases.networkTimeoutMillis();
      return set >= 0 ? set : dispatcher.<Integer>ask(held -> held.raw.getNetworkTimeout());
    });
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return warnings != null ? warnings : dispatcher.leases.warnings();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void clearWarnings() throws SQLException {
    doing(() -> {
      warnings = null;
      dispatcher.leases.clearWarnings();
    });
  }

  // --- values

  @Override
  public Clob createClob() throws SQLException {
    return ask(held -> held.raw.createClob());
  }

  @Override
  public Blob createBlob() throws SQLException {
    return ask(held -> held.raw.createBlob());
  }

  @Override
  public NClob createNClob() throws SQLException {
    return ask(held -> held.raw.createNClob());
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return ask(held -> held.raw.createSQLXML());
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    LogicalStatement statement = newStatement();
    return ask(held -> statement.logical(held.raw.createArrayOf(typeName, elements)));
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    return ask(held -> held.raw.createStruct(typeName, attributes));
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return metaData;
  }

  // --- life

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw new SQLException(
          "the timeout must be 0 or more seconds, not " + timeout,
          SqlStates.INVALID_PARAMETER_VALUE);
    }
    if (closed) {
      return false;
    }
    lock.lock();
    try {
      return !closed && dispatcher.isValid(timeout);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void beginRequest() throws SQLException {
    checkOpen();
  }

  @Override
  public void endRequest() throws SQLException {
    doing(dispatcher::endRequest);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "PostgreSQL has no sharding keys", SqlStates.NOT_SUPPORTED);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey)
      throws SQLException {
    setShardingKey(shardingKey);
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException {
    setShardingKey(shardingKey);
    return false;
  }

  @Override
  public boolean setShardingKeyIfValid(
      ShardingKey shardingKey, ShardingKey superShardingKey, int timeout) throws SQLException {
    setShardingKey(shardingKey);
    return false;
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        try {
          dispatcher.close();
        } finally {
          cluster.release();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return closed;
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException(
          "abort needs an executor to close the sockets on", SqlStates.INVALID_PARAMETER_VALUE);
    }
    if (!closed) {
      // Without the lock: who holds it is what is to be ended.
      dispatcher.leases.abortAll(executor);
      executor.execute(() -> Quietly.close(this));
    }
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return iface.isInstance(this)
        ? iface.cast(this)
        : locked(() -> dispatcher.pinUnwrapped(iface).raw.unwrap(iface));
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) throws SQLException {
    checkOpen();
    return iface.isInstance(this) || natively.unwraps(iface);
  }

  boolean unwrapsStatement(Class<?> iface) {
    return natively.unwrapsStatement(iface);
  }

  // --- what Paceline knows

  @Override
  public List<NodeState> nodes() throws SQLException {
    checkOpen();
    return cluster.topology().nodes();
  }

  @Override
  public @Nullable RouteDecision lastRoute() throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return dispatcher.session.lastDecision();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public RouteDecision routeOf(String sql) throws SQLException {
    return locked(() -> dispatcher.routeOf(sql));
  }

  @Override
  public String position() throws SQLException {
    return locked(dispatcher::position);
  }

  @Override
  public void requirePosition(String token) throws SQLException {
    doing(() -> dispatcher.requirePosition(token));
  }

  @Override
  public Pins pins() throws SQLException {
    return locked(dispatcher.session::pins);
  }

  @Override
  public String toString() {
    return "connection to " + url;
  }
}
