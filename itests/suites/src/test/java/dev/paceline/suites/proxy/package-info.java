/** This package knows what a client of the proxy may expect of a PostgreSQL server, and asks the proxy of real clusters for it. */
@NullMarked
package dev.paceline.suites.proxy;

import org.jspecify.annotations.NullMarked;
