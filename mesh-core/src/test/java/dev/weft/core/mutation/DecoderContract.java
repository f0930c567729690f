package dev.weft.core.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.MeshException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What every decoder promises for any input: a value, or a {@link MeshException} whose fault is the
 * peer's, and nothing else.
 */
final class DecoderContract {
  /** Mutations for one decoder: seconds for all of them. */
  static final int MUTATIONS = 10_000;

  private DecoderContract() {}

  /** Reads the bytes; returns them as the value would be written again. */
  interface Decoder extends UnaryOperator<byte[]> {}

  /** A decoder for which more than one input means the same: what it writes must read back. */
  static void holds(Decoder decoder, byte[]... seeds) {
    check(decoder, false, List.of(seeds));
  }

  /** A decoder of a canonical form: what it accepts it writes again byte by byte. */
  static void holdsCanonically(Decoder decoder, byte[]... seeds) {
    check(decoder, true, List.of(seeds));
  }

  private static void check(Decoder decoder, boolean canonical, List<byte[]> seeds) {
    assertThat(seeds).hasSizeGreaterThanOrEqualTo(5);
    for (byte[] seed : seeds) {
      byte[] again = decoder.apply(seed);
      assertThat(decoder.apply(again)).isEqualTo(again);
      for (int length = 0; length < seed.length; length++) {
        attempt(decoder, canonical, Arrays.copyOf(seed, length));
      }
    }
    Mutator mutator = new Mutator(seeds.size(), seeds);
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      if (attempt(decoder, canonical, mutator.next())) {
        accepted++;
      }
    }
    assertThat(accepted).as("mutations that were accepted").isBetween(1, MUTATIONS - 1);
  }

  private static boolean attempt(Decoder decoder, boolean canonical, byte[] input) {
    byte[] before = input.clone();
    try {
      byte[] again = decoder.apply(input);
      assertThat(canonical ? before : decoder.apply(again)).isEqualTo(again);
      return true;
    } catch (MeshException refusal) {
      assertThat(refusal.fault()).isEqualTo(MeshException.Fault.PEER);
      return false;
    } catch (RuntimeException broken) {
      throw new AssertionError("input " + HexFormat.of().formatHex(input), broken);
    } finally {
      assertThat(input).as("the input itself").isEqualTo(before);
    }
  }
}
