package dev.paceline.sql;

import java.util.Objects;

/**
 * A condition {@code table.column = value} that holds for every row that the statement touches in that table.
 *
 * @param table the table
 * @param column the column, in the catalogue's spelling
 * @param value what the column equals
 */
public record KeyPredicate(TableName table, String column, Value value) {
  public KeyPredicate {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(value, "value");
  }

  /** Where the value comes from. */
  public sealed interface Value {
    /**
     * A parameter of the statement.
     *
     * @param number from 1
     */
    record Parameter(int number) implements Value {}

    /**
     * A literal in the text. Statements with one digest share one plan, so the plan tells the place of a literal, not its value.
     *
     * @param ordinal the number of the literal in the text, from 0
     */
    record Literal(int ordinal) implements Value {}
  }
}
