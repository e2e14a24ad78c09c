/**
 * This package knows how to stand between a client and a server on TCP and to be a bad network: cut, silent, slow or
 * narrow, for each direction by itself.
 */
@NullMarked
package dev.paceline.clusterkit.relay;

import org.jspecify.annotations.NullMarked;
