/**
 * This package knows the proxy as a whole: it listens, lets clients in, and gives their sessions what they need of the clusters behind.
 */
@NullMarked
package dev.paceline.server;

import org.jspecify.annotations.NullMarked;
