package dev.weft.testkit.decoders;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The attack on the JVM, where memory can be measured; e2e repeats a part as JavaScript. */
class DecoderAttackTest {
  private static final int MUTATIONS = 1_000_000;

  /** Of what each is given: fewer would mean that the attack breaks off at the door. */
  private static final double MIN_SHARE_PAST_THE_OUTERMOST = 0.05;

  /** Of the memory that an input may cost, so that another Java's larger objects fit as well. */
  private static final double MAX_SHARE_OF_THE_BOUND = 0.9;

  /** What the issue asks of handshakes and of what is signed. */
  private static final int MIN_INPUTS = 20_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aMillionMutationsAllTruncationsForgedLengthsAndBombsBreakNoDecoder() {
    DecoderAttack attack = new DecoderAttack(THREADS::getCurrentThreadAllocatedBytes);
    List<Decoder> all = Decoders.all();
    for (Decoder decoder : all) {
      attack.attack(decoder, MUTATIONS / all.size() + 1);
    }
    assertThat(attack.failures()).isEmpty();
    assertThat(attack.results())
        .hasSameSizeAs(all)
        .allSatisfy(
            each -> {
              assertThat(each.inputs()).isGreaterThanOrEqualTo(MIN_INPUTS);
              assertThat(each.mostOfTheBound()).isLessThan(MAX_SHARE_OF_THE_BOUND);
              assertThat(each.pastTheOutermost())
                  .isGreaterThan((int) (each.inputs() * MIN_SHARE_PAST_THE_OUTERMOST));
            });
  }

  @Test
  void everyDecoderReadsItsSeeds() {
    for (Decoder decoder : Decoders.all()) {
      assertThat(decoder.seeds())
          .as(decoder.name())
          .hasSizeGreaterThanOrEqualTo(Decoder.MIN_SEEDS)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatADecoderThrowsOrAllocatesOrReadsAnewIsAFailure() {
    assertThat(failures(bytes -> () -> new byte[] {bytes[3]})).anyMatch(of("throws"));
    assertThat(failures(bytes -> new byte[1 << 17]::clone)).anyMatch(of("allocates"));
    assertThat(failures(bytes -> () -> new byte[bytes.length + 1])).anyMatch(of("reads back"));
    assertThat(
            failures(
                bytes -> {
                  throw MeshException.local("ours");
                }))
        .anyMatch(of("somebody else's fault"));
    assertThat(failures(bytes -> Cid.decode(bytes)::encode)).isEmpty();
  }

  private static Predicate<String> of(String what) {
    return failure -> failure.contains(what);
  }

  private static List<String> failures(Decoder.Reader reader) {
    byte[] seed = Cid.raw(new byte[32]).encode();
    DecoderAttack attack = new DecoderAttack(THREADS::getCurrentThreadAllocatedBytes);
    attack.attack(
        Decoders.values(
            "one", List.of(), Decoder.Form.REREADABLE, "bad-cid", 1_000, reader, seed, new byte[2]),
        100);
    return attack.failures();
  }
}
