/**
 * This package knows what a client of the PostgreSQL protocol may say when, and what that means for the session: it gathers a unit of
 * work, has it routed, borrows a server connection for it, and learns from the answers.
 */
@NullMarked
package dev.paceline.session.postgres;

import org.jspecify.annotations.NullMarked;
