package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.Shell;
import java.util.ArrayList;
import java.util.List;

/** Makes, configures and copies the files of a server that does not run. */
final class ServerFiles {

  /** What a copy must not have: the log of changes (it is streamed), and what belongs to the running original. */
  private static final String NOT_COPIED =
      "pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans"
          + "|postmaster.pid|postmaster.opts|standby.signal|backup_label|tablespace_map";

  private final ServerHome home;
  private final NodeAddress address;
  private final ClusterSpec spec;

  ServerFiles(ServerHome home, NodeAddress address, ClusterSpec spec) {
    this.home = home;
    this.address = address;
    this.spec = spec;
  }

  /** A new, empty database cluster. The builtin locale is there, and the same, on every system. */
  void initialize() {
    home.run(
        home.programs() + "initdb -D " + data() + " -U " + PostgresCluster.USER
            + " --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync >/dev/null");
    configure();
  }

  /** Copies the files of another server, between the start and the end of its backup. */
  void copyFrom(ServerHome source) {
    home.run("""
        to=%s
        rm -rf "$to"
        mkdir -m 700 "$to"
        cd %s
        for f in *; do
          case "$f" in %s) ;; *) cp -a "$f" "$to/" 2>>"$to.errors" || true;; esac
        done
        cp -a global/pg_control "$to/global/pg_control"
        # A file that was dropped meanwhile is in the log of changes; any other error is one.
        if grep -v 'No such file or directory' "$to.errors" >&2; then exit 1; fi
        rm -f "$to.errors"
        cd "$to"
        mkdir -m 700 -p pg_wal/archive_status pg_wal/summaries pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp pg_subtrans
        """.formatted(data(), Shell.quote(source.data()), NOT_COPIED));
  }

  /** Makes a copy start as a standby from where the backup began. */
  void finishStandby(String backupLabel) {
    write("backup_label", backupLabel);
    write("standby.signal", "");
    write("postgresql.auto.conf", "");
    configure();
  }

  private void configure() {
    List<String> lines = new ArrayList<>(spec.configuration());
    lines.add("listen_addresses = '" + address.host() + "'");
    lines.add("port = " + address.port());
    lines.add("primary_conninfo = 'host=" + NodeAddress.LOOPBACK + " port="
        + address.replicationPort() + " user=" + PostgresCluster.USER + " application_name="
        + address.name() + " sslmode=disable gssencmode=disable'");
    write("postgresql.conf", String.join("\n", lines) + "\n");
    write(
        "pg_hba.conf", "host all all 127.0.0.0/8 trust\nhost replication all 127.0.0.0/8 trust\n");
  }

  private void write(String file, String content) {
    home.run("printf %s " + Shell.quote(content) + " > " + Shell.quote(home.data() + "/" + file));
  }

  private String data() {
    return Shell.quote(home.data());
  }
}
