package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a session is doing at one moment.
 *
 * @param waiting whether it waits for a place or a server connection
 * @param betweenTransactions whether nothing would be lost if it ended: no statement runs, and no transaction is open
 * @param server the connection that it has; null if it has none
 */
public record SessionActivity(
    boolean waiting, boolean betweenTransactions, @Nullable ServerConnection server) {}
