package dev.paceline.backend;

/**
 * As whom, and to which database, a server connection is logged in. Connections of the same identity to the same node serve the
 * same clients.
 */
public record ServerIdentity(String user, String database) {}
