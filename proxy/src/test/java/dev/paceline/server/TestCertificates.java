package dev.paceline.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and certificates that it has signed, made with the JDK's keytool as PEM files in a directory. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final Path store;

  TestCertificates(Path directory) throws Exception {
    this.directory = directory;
    this.store = directory.resolve("store.p12");
    keytool("ca", "CN=ca", "-ext", "bc:c");
    write("ca.crt", pem("CERTIFICATE", entry().getCertificate("ca").getEncoded()));
  }

  /** The authority's own certificate. */
  Path ca() {
    return directory.resolve("ca.crt");
  }

  /** Makes {@code name.crt} and {@code name.key} out to a common name, and to this host. */
  TestCertificates sign(String name, String commonName) throws Exception {
    return sign(name, commonName, "san=ip:127.0.0.1,dns:localhost");
  }

  TestCertificates sign(String name, String commonName, String extension) throws Exception {
    keytool(name, "CN=" + commonName, "-signer", "ca", "-ext", extension);
    KeyStore made = entry();
    write(
        name + ".key",
        pem("PRIVATE KEY", made.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : made.getCertificateChain(name)) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    write(name + ".crt", chain.toString());
    // What pgjdbc takes: in binary, and for nobody else to read.
    Path binary = directory.resolve(name + ".pk8");
    Files.write(binary, made.getKey(name, PASSWORD.toCharArray()).getEncoded());
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rw-------"));
    return this;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  String text(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private KeyStore entry() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private void keytool(String alias, String subject, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-alias",
        alias,
        "-dname",
        subject,
        "-keyalg",
        "EC",
        "-validity",
        "30"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN " + what + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
        + "-----\n";
  }
}
