/**
 * This package knows how JDBC looks to an application: it records what was asked, leases where the layers below decide,
 * and hands the server's own answers and errors through. It decides nothing.
 */
@NullMarked
package dev.paceline.jdbc;

import org.jspecify.annotations.NullMarked;
