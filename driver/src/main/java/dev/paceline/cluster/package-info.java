/**
 * This package decides when servers are asked and when connections open and close, and does it: the monitor of each cluster
 * and the pool of each node.
 */
@NullMarked
package dev.paceline.cluster;

import org.jspecify.annotations.NullMarked;
