package dev.paceline.tls;

import com.ongres.scram.common.util.TlsServerEndpoint;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Ties an authentication to the certificate of the server's end, as RFC 5929 says under {@code tls-server-end-point}. */
final class ChannelBinding {

  private ChannelBinding() {}

  /** Its hash by the algorithm of its signature; empty if that has none, as with Ed25519. */
  static byte[] of(X509Certificate certificate) throws CertificateException {
    return TlsServerEndpoint.getChannelBindingData(certificate);
  }
}
