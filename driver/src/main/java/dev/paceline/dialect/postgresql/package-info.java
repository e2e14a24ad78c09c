/** This package knows PostgreSQL: how its text is cut into tokens, what its own functions do, and where it keeps its catalogue. */
@NullMarked
package dev.paceline.dialect.postgresql;

import org.jspecify.annotations.NullMarked;
