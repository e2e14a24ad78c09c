/** This package knows what a primary and a standby really do with some two thousand statements, and holds the classifier to it. */
@NullMarked
package dev.paceline.suites.classification;

import org.jspecify.annotations.NullMarked;
