package dev.paceline.tls;

import dev.paceline.tls.TlsSettings.ServerMode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Encrypts connections to servers, with libpq's meaning of {@code sslmode}. Thread-safe. */
public final class ServerTls {

  static final String APPLICATION_PROTOCOL = "postgresql";
  static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private static final String TO_NAME = "HTTPS";

  /** No TLS. */
  public static final ServerTls NONE = none();

  private final TlsSettings.Server settings;
  private final SslContext context;

  private ServerTls(TlsSettings.Server settings, SslContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * Reads the certificates that are believed.
   *
   * @throws IOException if they cannot be read
   */
  public static ServerTls of(TlsSettings.Server settings) throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols(VERSIONS)
        .applicationProtocolConfig(applicationProtocol())
        .endpointIdentificationAlgorithm(
            settings.mode() == ServerMode.VERIFY_FULL ? TO_NAME : null);
    Path ca = settings.ca();
    // As in libpq, "require" verifies what it can: an authority that is given is not there for
    // nothing.
    if (settings.mode().compareTo(ServerMode.VERIFY_CA) >= 0
        || (settings.mode() == ServerMode.REQUIRE && ca != null)) {
      if (ca != null) {
        builder.trustManager(PemFiles.certificates(ca));
      }
    } else {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
    try {
      return new ServerTls(settings, builder.build());
    } catch (SSLException e) {
      throw new IOException("TLS towards servers cannot be set up: " + e.getMessage(), e);
    }
  }

  private static ServerTls none() {
    try {
      return of(new TlsSettings.Server(ServerMode.DISABLE, null, /* direct= */ false));
    } catch (IOException e) {
      throw new IllegalStateException("nothing was to be read", e);
    }
  }

  /** What is asked of servers. */
  public ServerMode mode() {
    return settings.mode();
  }

  /** Whether TLS begins without asking. */
  public boolean isDirect() {
    return settings.direct();
  }

  /** Encrypts one connection to a server of that name. */
  public SslHandler handler(ByteBufAllocator allocator, String host, int port) {
    return context.newHandler(allocator, host, port);
  }

  /**
   * Whether the server has agreed on what is spoken: a server that takes TLS without being asked might otherwise be one that speaks
   * something else.
   */
  public boolean isAgreed(SslHandler handler) {
    String agreed = handler.applicationProtocol();
    return agreed == null ? !isDirect() : agreed.equals(APPLICATION_PROTOCOL);
  }

  /** What binds an authentication to the connection that the server's end of it has; empty if there is no such thing. */
  public static byte[] bindingToPeer(SslHandler handler) {
    try {
      Certificate[] chain = handler.engine().getSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? ChannelBinding.of(certificate)
          : new byte[0];
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return new byte[0];
    }
  }

  static ApplicationProtocolConfig applicationProtocol() {
    return new ApplicationProtocolConfig(
        ApplicationProtocolConfig.Protocol.ALPN,
        ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
        APPLICATION_PROTOCOL);
  }
}
