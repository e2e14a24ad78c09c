/** Answers for the database that the proxy itself is: shows what goes on in it, and takes commands. */
@NullMarked
package dev.paceline.admin;

import org.jspecify.annotations.NullMarked;
