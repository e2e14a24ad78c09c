/**
 * Knows every setting of the proxy: reads them from a file and from the command line, and tells all that is wrong with them at once.
 */
@NullMarked
package dev.paceline.settings;

import org.jspecify.annotations.NullMarked;
