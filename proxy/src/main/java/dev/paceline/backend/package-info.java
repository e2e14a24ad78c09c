/**
 * This package knows the connections to the servers: it logs in, keeps what a server said of itself, lends connections to one
 * tenant at a time and passes on what belongs to that tenant. It decides nothing about where statements run.
 */
@NullMarked
package dev.paceline.backend;

import org.jspecify.annotations.NullMarked;
