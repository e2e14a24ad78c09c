/** This package knows what differs between PostgreSQL, MySQL and MariaDB, and holds what they have in common. */
@NullMarked
package dev.paceline.dialect;

import org.jspecify.annotations.NullMarked;
