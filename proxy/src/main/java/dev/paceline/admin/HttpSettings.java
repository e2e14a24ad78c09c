package dev.paceline.admin;

import java.net.InetSocketAddress;

/**
 * Where health and metrics are served by HTTP, and to whom. Immutable.
 *
 * @param listen a port of 0 stands for any free one
 * @param user of basic authentication
 * @param password of basic authentication; empty if that lets nobody in
 * @param token a bearer token; empty if there is none
 */
public record HttpSettings(InetSocketAddress listen, String user, String password, String token) {

  /** No secret in a log by accident. */
  @Override
  public String toString() {
    return "http at " + listen;
  }
}
