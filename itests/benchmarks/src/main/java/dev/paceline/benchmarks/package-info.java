/** This package knows what Paceline costs: one class for each question, every contender in the same run. */
@NullMarked
package dev.paceline.benchmarks;

import org.jspecify.annotations.NullMarked;
