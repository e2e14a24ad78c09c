package dev.paceline.dialect;

/**
 * What is known of the things that every server of a dialect brings along. Names are in the catalogue's own spelling
 * (PostgreSQL: lower case). Thread-safe.
 */
public interface BuiltIns {
  /** What an unquoted, folded word may be. */
  KeywordKind keyword(String word);

  /** The effect of calling a function: the worst of its overloads; {@link Effect#UNKNOWN} when no server brings it along. */
  Effect function(String name);

  /** Whether an extension's compiled function of this name only reads, although the extension declares it volatile. */
  boolean harmlessExtensionFunction(String name);

  /** The effect of an operator; {@link Effect#UNKNOWN} when neither the server nor a widely used extension has it. */
  Effect operator(String symbol);

  /** The effect of reading a relation of this name; {@link Effect#NONE} when the name means nothing special. */
  Effect relation(String name);

  /** Whether a setting has its own value on each server, so that a replica shows another one. */
  boolean settingOfServer(String name);

  /** Whether a schema holds only what the server brings along. */
  boolean systemSchema(String name);

  /** Whether a relation of the server's own has this name. */
  boolean systemRelation(String name);
}
