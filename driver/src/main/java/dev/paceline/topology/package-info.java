/**
 * This package knows which servers a cluster has, what each is now, how far behind it is, and how the next picture is made
 * from the last one and an event. It is pure: no socket, no thread, no clock of its own.
 */
@NullMarked
package dev.paceline.topology;

import org.jspecify.annotations.NullMarked;
