/**
 * This package knows the command line: it reads options, asks the engine, and shows what it says.
 *
 * <p>Exit codes: 0 when all is well, 1 when the command ran and found something wrong, 2 when it could not run: bad options, no
 * connection, an error. {@code doctor} tells warnings (1) from errors (2).
 */
@NullMarked
package dev.paceline.cli;

import org.jspecify.annotations.NullMarked;
