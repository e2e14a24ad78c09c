package dev.paceline.dialect.postgresql;

/**
 * What the monitor asks PostgreSQL 11 and later. Any user may ask; what only members of {@code pg_monitor} are told is
 * null for others. Every name is qualified, so that no search path can put something else in its place.
 */
public final class PostgresqlTopologyQueries {

  /** Empties the search path of the monitor's own connection. */
  public static final String PREPARE_CONNECTION =
      "SELECT pg_catalog.set_config('search_path', '', false)";

  /**
   * Role and identity, one row: in_recovery, system_identifier, position, timeline, started, paused, read_only,
   * synchronous_commit, segment_size, upstream_host, upstream_port, own_host, own_port, version,
   * inserted.
   *
   * <p>A primary's timeline comes from the name of its current segment: the control file still names the old one right
   * after a promotion. A standby's comes from its receiver, or else from the lowest point where it may open: that is
   * never newer than the truth. The branches of CASE that do not apply are not evaluated, and would fail.
   */
  public static final String PROBE = "SELECT r.in_recovery,"
      + " (SELECT c.system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system() c),"
      + " CASE WHEN r.in_recovery THEN pg_catalog.pg_last_wal_replay_lsn()"
      + " ELSE pg_catalog.pg_current_wal_flush_lsn() END::pg_catalog.text,"
      + " CASE WHEN r.in_recovery THEN pg_catalog.lpad(pg_catalog.to_hex(coalesce(w.received_tli,"
      + " (SELECT m.min_recovery_end_timeline FROM pg_catalog.pg_control_recovery() m), 0)), 8, '0')"
      + " ELSE pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8) END,"
      + " pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::pg_catalog.text,"
      + " CASE WHEN r.in_recovery THEN pg_catalog.pg_is_wal_replay_paused() ELSE false END,"
      + " pg_catalog.current_setting('default_transaction_read_only'),"
      + " pg_catalog.current_setting('synchronous_commit'),"
      + " pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_segment_size')),"
      + " w.sender_host, w.sender_port,"
      + " pg_catalog.host(pg_catalog.inet_server_addr()), pg_catalog.inet_server_port(),"
      + " pg_catalog.current_setting('server_version'),"
      + " CASE WHEN NOT r.in_recovery THEN pg_catalog.pg_current_wal_insert_lsn() END::pg_catalog.text"
      + " FROM (SELECT pg_catalog.pg_is_in_recovery() AS in_recovery) r"
      + " LEFT JOIN pg_catalog.pg_stat_wal_receiver w ON true";

  private static final String NEXT_ID = "(pg_catalog.age('3'::pg_catalog.xid)::bigint + 3)";

  /**
   * in_recovery, the position, and whether a primary had no unfinished transaction with an id: then all that any standby
   * showed before is visible on it. Where a primary tells what it has flushed: enough when commits wait for the disk. */
  public static final String SAMPLE_FLUSHED = sample("pg_catalog.pg_current_wal_flush_lsn()");

  /**
   * in_recovery and the position, where a primary tells what it has inserted: for commits that do not wait for the disk.
   * It needs {@link dev.paceline.position.Lsn#normaliseInsert}.
   */
  public static final String SAMPLE_INSERTED = sample("pg_catalog.pg_current_wal_insert_lsn()");

  /**
   * On a primary, one row: the snapshot, and the low 32 bits of the transaction id that is to be given out next, as {@link
   * RunningTransactions#parse} takes them. The age of an id is counted from the next one, which is read after the snapshot
   * of the statement was taken, as it has to be.
   */
  public static final String RUNNING =
      "SELECT pg_catalog.txid_current_snapshot()::pg_catalog.text, " + NEXT_ID;

  /**
   * On a standby, those of an array of transaction ids ({@code bigint[]}, the one parameter) whose commit it has replayed.
   * An id that it has not heard of would be an error: those at or above its own xmax have no commit there.
   */
  public static final String REPLAYED_COMMITS =
      "SELECT t.id FROM pg_catalog.unnest(?::bigint[]) t(id)"
          + " WHERE CASE WHEN t.id < pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot())"
          + " THEN pg_catalog.txid_status(t.id) = 'committed' ELSE false END";

  /** Who replicates from here: client_host, application_name. */
  public static final String DOWNSTREAMS =
      "SELECT pg_catalog.host(s.client_addr), s.application_name"
          + " FROM pg_catalog.pg_stat_replication s WHERE s.client_addr IS NOT NULL LIMIT 64";

  /**
   * A text that differs when a function, relation, rule, key or inheritance was created, changed or dropped. A row that is
   * changed gets another creating transaction; temporary relations do not count, as they come and go with sessions.
   */
  public static final String CATALOGUE_FINGERPRINT = "SELECT pg_catalog.concat_ws('/',"
      + fingerprint("pg_catalog.pg_proc", "")
      + ","
      + fingerprint("pg_catalog.pg_class", " WHERE c.relpersistence <> 't' AND c.relkind <> 't'")
      + ","
      + fingerprint("pg_catalog.pg_rewrite", "")
      + ","
      + fingerprint("pg_catalog.pg_constraint", "")
      + ","
      + fingerprint("pg_catalog.pg_inherits", "")
      + ")";

  private PostgresqlTopologyQueries() {}

  private static String fingerprint(String relation, String where) {
    return "(SELECT pg_catalog.concat_ws(':', pg_catalog.count(*), pg_catalog.sum("
        + "c.xmin::pg_catalog.text::pg_catalog.int8)) FROM " + relation + " c" + where + ")";
  }

  private static String sample(String ofPrimary) {
    return "SELECT r.in_recovery, CASE WHEN r.in_recovery THEN pg_catalog.pg_last_wal_replay_lsn() ELSE "
        + ofPrimary
        + " END::pg_catalog.text, CASE WHEN r.in_recovery THEN false ELSE"
        + " pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()) & 4294967295 = "
        + NEXT_ID
        + " & 4294967295 END FROM (SELECT pg_catalog.pg_is_in_recovery() AS in_recovery) r";
  }
}
