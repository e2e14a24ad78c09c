package dev.paceline.wire.postgres;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Every decoder takes any bytes, see {@link DecoderTargets}. Among the tests it runs over the inputs beside it in {@code
 * src/test/resources}. In {@code mvn verify} it then runs once more and searches for inputs that reach further, a bounded number of
 * times; what it finds fails the build, and belongs among the inputs when it is mended.
 */
class DecoderFuzzTest {

  @FuzzTest(maxExecutions = 150_000)
  void anyDecoder_anyBytes(byte[] bytes) {
    DecoderTargets.run(bytes);
  }
}
