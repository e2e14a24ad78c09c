/**
 * This package decides whether what sessions did and saw could have happened on a database that keeps the guarantees of
 * sessions: read your writes, monotonic reads, monotonic writes, writes follow reads, and bounds of staleness.
 *
 * <p>It works on list-append histories. A key holds a list; a write appends one element that nobody else appends, a read
 * returns the whole list. The order of a key's appends is then known from the list itself, and what a read did not see can be
 * named. Each session writes down what it does in a {@link dev.paceline.clusterkit.history.SessionLog}; at the end the lists
 * are read once more from the primary, and the {@link dev.paceline.clusterkit.history.Guarantee}s look at the whole
 * {@link dev.paceline.clusterkit.history.History}.
 *
 * <p>Nothing here knows JDBC, a server or a test library.
 */
@NullMarked
package dev.paceline.clusterkit.history;

import org.jspecify.annotations.NullMarked;
