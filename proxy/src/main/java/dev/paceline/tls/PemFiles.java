package dev.paceline.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads certificates. */
final class PemFiles {

  private PemFiles() {}

  /** All certificates of a file, one at least. */
  static X509Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate[] all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (all.length == 0) {
        throw new IOException("no certificate in " + file);
      }
      return all;
    } catch (CertificateException e) {
      throw new IOException("no certificates can be read from " + file + ": " + e.getMessage(), e);
    }
  }
}
