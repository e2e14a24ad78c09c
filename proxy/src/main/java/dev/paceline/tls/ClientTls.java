package dev.paceline.tls;

import dev.paceline.tls.TlsSettings.ClientMode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Encrypts connections of clients. What the files had when they were read last is used until they are read again. Thread-safe. */
public final class ClientTls {

  private record Loaded(SslContext context, List<FileTime> changed) {}

  private final TlsSettings.Client settings;
  private volatile @Nullable Loaded loaded;

  /** What was tried last and could not be used, so that it is said once; touched by one thread at a time. */
  private volatile List<FileTime> unusable = List.of();

  private ClientTls(TlsSettings.Client settings) {
    this.settings = settings;
  }

  /**
   * Reads certificates and key.
   *
   * @throws IOException if they cannot be read, or do not belong together
   */
  public static ClientTls of(TlsSettings.Client settings) throws IOException {
    ClientTls tls = new ClientTls(settings);
    if (settings.mode() != ClientMode.DISABLE) {
      tls.loaded = tls.load();
    }
    return tls;
  }

  /**
   * Reads the files again if one of them has changed.
   *
   * @return whether one had
   * @throws IOException if they cannot be used; what was read before stays in use
   */
  public boolean refresh() throws IOException {
    Loaded before = loaded;
    if (before == null) {
      return false;
    }
    List<FileTime> now = changed();
    if (now.equals(before.changed()) || now.equals(unusable)) {
      return false;
    }
    unusable = now;
    loaded = load();
    return true;
  }

  private List<FileTime> changed() throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path file : Stream.of(settings.certificate(), settings.key(), settings.ca())
        .filter(Objects::nonNull)
        .toList()) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times;
  }

  private Loaded load() throws IOException {
    Path certificate = settings.certificate();
    Path key = settings.key();
    Path ca = settings.ca();
    if (certificate == null || key == null) {
      throw new IllegalStateException("TLS without a certificate");
    }
    List<FileTime> changed = changed();
    try {
      SslContextBuilder builder = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
          .sslProvider(SslProvider.JDK)
          .protocols(ServerTls.VERSIONS)
          .applicationProtocolConfig(ServerTls.applicationProtocol());
      if (ca != null) {
        builder
            .trustManager(PemFiles.certificates(ca))
            .clientAuth(
                settings.mode() == ClientMode.VERIFY_CA ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      return new Loaded(builder.build(), changed);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "TLS towards clients cannot be set up with " + certificate + " and " + key + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Whether clients can encrypt. */
  public boolean isOffered() {
    return settings.mode() != ClientMode.DISABLE;
  }

  /** Whether they must. */
  public boolean isRequired() {
    return settings.mode().compareTo(ClientMode.REQUIRE) >= 0;
  }

  /** Encrypts one connection. To be called only if TLS is offered. */
  public SslHandler handler(ByteBufAllocator allocator) {
    Loaded now = loaded;
    if (now == null) {
      throw new IllegalStateException("TLS is not offered");
    }
    return now.context().newHandler(allocator);
  }

  /** Whether the two ends have agreed that PostgreSQL's protocol is spoken. */
  public static boolean isAgreed(SslHandler handler) {
    return ServerTls.APPLICATION_PROTOCOL.equals(handler.applicationProtocol());
  }

  /** What binds an authentication to the connection that our end of it has; empty if there is no such thing. */
  public static byte[] binding(SslHandler handler) {
    Certificate[] chain = handler.engine().getSession().getLocalCertificates();
    try {
      return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? ChannelBinding.of(certificate)
          : new byte[0];
    } catch (CertificateException e) {
      return new byte[0];
    }
  }

  /** The common name in the certificate that the client has shown; null if it has shown none that is believed. */
  public static @Nullable String commonName(SslHandler handler) {
    try {
      Certificate[] chain = handler.engine().getSession().getPeerCertificates();
      if (chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
        return null;
      }
      LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
      // The most specific one is the last here, and RFC 2253 writes it first.
      for (int i = subject.size() - 1; i >= 0; i--) {
        Rdn part = subject.getRdn(i);
        if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
          return name;
        }
      }
      return null;
    } catch (SSLPeerUnverifiedException | InvalidNameException e) {
      return null;
    }
  }
}
