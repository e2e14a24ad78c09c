/**
 * This package knows the bytes of PostgreSQL's protocol, versions 3.0 and 3.2: where a message begins and ends, what it holds, how it
 * is written, and which answers a server owes.
 *
 * <p>It is pure: no socket, no thread, no clock, and no idea of what a session may do. Everything works in place on the
 * {@link io.netty.buffer.ByteBuf} that it is given; nothing is retained or released here unless a method says so. What each
 * message costs is a few loads from a table: {@link dev.paceline.wire.postgres.FrameCursor} finds it by its header, {@link
 * dev.paceline.wire.postgres.ExpectedResponses} says whose it is, and only what must be understood is looked at, by views that are
 * moved from message to message. Nothing here is safe for use by several threads; one connection has one of each.
 *
 * <p>Whatever comes from outside is taken for hostile. Bytes that break the protocol give a {@link
 * dev.paceline.wire.postgres.ProtocolViolation} and no other exception, after which the connection they came from is to be closed.
 */
@NullMarked
package dev.paceline.wire.postgres;

import org.jspecify.annotations.NullMarked;
