package dev.paceline.auth;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;

/** Internet addresses that begin alike. An IPv4 range has none of IPv6 in it, and the other way round. Immutable. */
public final class AddressRange {

  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code ::1/128}, or an address alone.
   *
   * @throws IllegalArgumentException if it is none of these; a host's name is not, so that nothing has to be looked up
   */
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address and no range of addresses such as 10.0.0.0/8");
    }
    int most = address.length * Byte.SIZE;
    int bits = most;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      bits = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
      if (bits < 0 || bits > most) {
        throw new IllegalArgumentException(
            "'" + text + "' has a length of '" + length + "', which must be 0 to " + most);
      }
    }
    byte[] network = masked(address, bits);
    if (!Arrays.equals(network, address)) {
      throw new IllegalArgumentException("'" + text + "' has bits set behind the first " + bits);
    }
    return new AddressRange(network, bits);
  }

  /** Whether the address is one of these. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    return masked;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange that
        && bits == that.bits
        && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + bits;
  }

  @Override
  public String toString() {
    return NetUtil.bytesToIpAddress(network) + "/" + bits;
  }
}
