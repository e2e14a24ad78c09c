/** This package decides what a statement is: what it reads, writes, locks and changes, and where it may run. */
@NullMarked
package dev.paceline.sql;

import org.jspecify.annotations.NullMarked;
