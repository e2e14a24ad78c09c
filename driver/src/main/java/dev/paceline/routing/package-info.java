/** This package decides where a statement runs: what a read must see, who covers it, and which of these is taken. */
@NullMarked
package dev.paceline.routing;

import org.jspecify.annotations.NullMarked;
