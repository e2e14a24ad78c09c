/** This package knows how to bring running clusters into JUnit tests, and which of them the next test may have as well. */
@NullMarked
package dev.paceline.clusterkit.junit;

import org.jspecify.annotations.NullMarked;
