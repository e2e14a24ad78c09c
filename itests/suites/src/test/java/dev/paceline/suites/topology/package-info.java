/** This package knows how the monitor and the pools behave against real servers. */
@NullMarked
package dev.paceline.suites.topology;

import org.jspecify.annotations.NullMarked;
