package dev.paceline.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A relation as a statement names it, in the catalogue's spelling (unquoted names folded).
 *
 * @param schema the schema; null when the text gives none and the catalogue could not tell
 * @param name the relation
 */
public record TableName(@Nullable String schema, String name) {
  public TableName {
    Objects.requireNonNull(name, "name");
  }

  /** Whether both may be the same relation: a missing schema may be any. */
  public boolean mayEqual(TableName other) {
    return name.equals(other.name)
        && (schema == null || other.schema == null || schema.equals(other.schema));
  }

  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
