package dev.paceline.admin;

import dev.paceline.cluster.Cluster;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the console asks of the proxy. Thread-safe. A database of {@link #ALL} stands for every one. */
public interface Overseer {

  /** Every database. */
  String ALL = "";

  /** Counts what there is. */
  CompletionStage<Census> census();

  /** The clusters that are known now. */
  List<Cluster> clusters();

  /** Every setting in force. */
  List<ShownSetting> settings();

  /** Who may look and command. */
  AdminSettings admin();

  /** {@code transaction} or what it is. */
  String poolMode();

  /** The version of the proxy. */
  String version();

  /** Takes server connections away as they come free; completes when there are none. */
  CompletionStage<?> pause(String database);

  /** Ends {@link #pause} and {@link #kill}. */
  CompletionStage<?> resume(String database);

  /** Ends every client of a database at once, and pauses it. */
  CompletionStage<?> kill(String database);

  /** Lets clients of a database in, or not. */
  void enable(String database, boolean enabled);

  /**
   * Reads the settings again.
   *
   * @return what was done, and what needs a restart
   * @throws IllegalArgumentException with all that is wrong with them; nothing has changed
   */
  List<String> reload();

  /** Ends the proxy: with patience, or at once. */
  void shutdown(boolean atOnce);
}
