package dev.paceline.wire.postgres;

/** Versions of the protocol as they are written in packets: the major number in the upper 16 bits, the minor in the lower. */
public final class ProtocolVersion {

  /** 3.0: what every client and server speaks. */
  public static final int V3_0 = 3 << 16;

  /** 3.2: keys to cancel by may have up to 256 bytes. */
  public static final int V3_2 = V3_0 | 2;

  /** The newest that is spoken here. */
  public static final int NEWEST = V3_2;

  private ProtocolVersion() {}

  /** The number before the dot. */
  public static int major(int version) {
    return version >>> 16;
  }

  /** The number behind the dot. */
  public static int minor(int version) {
    return version & 0xffff;
  }

  /** As people write it: {@code 3.2}. */
  public static String describe(int version) {
    return major(version) + "." + minor(version);
  }
}
