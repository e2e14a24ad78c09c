/** This package knows what a point in a replication stream is, to which history it belongs, and which points compare. */
@NullMarked
package dev.paceline.position;

import org.jspecify.annotations.NullMarked;
