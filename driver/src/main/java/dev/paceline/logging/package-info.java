/**
 * This package carries what libraries log to the JDK's own logging.
 *
 * <p>Only the self-contained jar uses it: there the libraries and their logging interface are relocated, so that no logging
 * library of the application could pick up what they say. Everywhere else the application's own SLF4J provider does.
 */
@NullMarked
package dev.paceline.logging;

import org.jspecify.annotations.NullMarked;
