package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The inputs of {@link DecoderFuzzTest}, changed a little: most of what is well-formed stays so, and is cut or led astray. */
class DecoderFuzzProperties {

  private static final List<byte[]> SEEDS = seeds();

  private static List<byte[]> seeds() {
    try {
      Path directory = Path.of(
          Objects.requireNonNull(DecoderFuzzProperties.class.getResource("DecoderFuzzTestInputs"))
              .toURI());
      List<byte[]> seeds = new ArrayList<>();
      try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          seeds.add(Files.readAllBytes(file));
        }
      }
      return seeds;
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("no inputs", e);
    }
  }

  @Property(tries = 2000)
  void anyDecoder_changedInputs(@ForAll long seed) {
    Random random = new Random(seed);
    DecoderTargets.run(changed(SEEDS.get(random.nextInt(SEEDS.size())), random));
  }

  @Property(tries = 1000)
  void anyDecoder_anyBytes(@ForAll byte[] bytes) {
    for (Consumer<byte[]> target : DecoderTargets.ALL.values()) {
      target.accept(bytes);
    }
  }

  @Example
  void inputs_areThereForEachDecoder() {
    assertThat(SEEDS.stream().map(s -> (char) s[0]).distinct())
        .containsAll(DecoderTargets.ALL.keySet());
  }

  private static byte[] changed(byte[] input, Random random) {
    ByteBuf out = Unpooled.buffer().writeBytes(input);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes && out.writerIndex() > 1; i++) {
      int at = 1 + random.nextInt(out.writerIndex() - 1);
      switch (random.nextInt(5)) {
        case 0 -> out.setByte(at, random.nextInt(256));
        case 1 -> out.setByte(at, 0);
        case 2 -> out.setByte(at, out.getByte(at) + random.nextInt(3) - 1);
        case 3 -> out.writerIndex(at);
        default -> {
          ByteBuf tail = out.copy(at, out.writerIndex() - at);
          out.writerIndex(at).writeByte(random.nextInt(256)).writeBytes(tail);
        }
      }
    }
    byte[] bytes = new byte[out.writerIndex()];
    out.getBytes(0, bytes);
    return bytes;
  }
}
