/** This package knows how to start a PostgreSQL primary with streaming standbys, and how to break and mend each of them. */
@NullMarked
package dev.paceline.clusterkit.postgresql;

import org.jspecify.annotations.NullMarked;
