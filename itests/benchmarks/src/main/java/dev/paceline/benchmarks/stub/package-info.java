/**
 * This package knows how to answer a driver's calls at once: a native driver that does nothing, so that what is above it can be weighed.
 */
@NullMarked
package dev.paceline.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
