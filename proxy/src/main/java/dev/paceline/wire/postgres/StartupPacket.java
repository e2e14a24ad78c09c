package dev.paceline.wire.postgres;

/** What a client says first: who it is, or a wish that comes before. These packets have a length but no type. */
public sealed interface StartupPacket {

  /**
   * The client wants TLS. It is answered by one byte, {@code S} or {@code N}, and a client that has already sent more in clear text is
   * to be refused: somebody may have put it there.
   */
  record SslRequest() implements StartupPacket {}

  /** The client wants encryption by GSSAPI. It is answered by {@code N}, and the client may then ask for TLS. */
  record GssEncRequest() implements StartupPacket {}

  /**
   * The client begins TLS without asking. Nothing has been consumed: the bytes are the TLS handshake's, and it must agree on the
   * application protocol {@code postgresql}.
   */
  record DirectTls() implements StartupPacket {}

  /** Cancels what a connection runs. It is answered by closing this one, whether it was found or not. */
  record CancelRequest(BackendKey key) implements StartupPacket {}

  /** The client names user, database and settings. */
  record Startup(StartupMessage message) implements StartupPacket {}
}
