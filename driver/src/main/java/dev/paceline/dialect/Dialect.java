package dev.paceline.dialect;

import java.util.List;

/** What the engine must know of one kind of server. Thread-safe. */
public interface Dialect {
  /** The name in a URL and on the command line, e.g. {@code postgresql}. */
  String name();

  /** Cuts this dialect's texts into tokens. */
  Lexer lexer();

  /** What its servers bring along. */
  BuiltIns builtIns();

  /** The queries that load a catalogue, to be run in this order. */
  List<CatalogueQuery> catalogueQueries();
}
