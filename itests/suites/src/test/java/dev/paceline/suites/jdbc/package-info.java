/** This package knows what an application may expect of JDBC, and asks real servers whether it is so. */
@NullMarked
package dev.paceline.suites.jdbc;

import org.jspecify.annotations.NullMarked;
