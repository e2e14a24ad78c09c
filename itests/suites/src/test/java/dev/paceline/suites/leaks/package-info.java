/** This package knows whether anything is left behind: threads, connections, memory. */
@NullMarked
package dev.paceline.suites.leaks;

import org.jspecify.annotations.NullMarked;
