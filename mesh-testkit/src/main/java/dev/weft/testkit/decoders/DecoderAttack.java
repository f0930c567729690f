package dev.weft.testkit.decoders;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.decoders.Decoder.Form;
import dev.weft.testkit.vectors.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Attacks decoders one after the other, and keeps a digest over all outcomes. */
public final class DecoderAttack {
  /** What reading may allocate for any input, in bytes: a frame's buffers and a session's books. */
  public static final int BASE_ALLOCATION_BYTES = 64 << 10;

  /** And for each byte of it. */
  public static final int ALLOCATION_FACTOR = 8;

  /** Of the streams one in so many also comes in pieces, of a prime number of bytes. */
  private static final int PIECES_EVERY = 16;

  private static final int PIECE_BYTES = 3;

  /** Failures of a decoder that are told; more of a kind say no more. */
  private static final int MAX_FAILURES = 3;

  private static final int SHOWN_BYTES = 64;

  private final LongSupplier allocatedBytes;
  private final List<String> failures = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private byte[] digest = Sha256.digest();

  /**
   * An attack that has yet to begin.
   *
   * @param allocatedBytes what this thread has allocated so far, where the platform can tell
   */
  public DecoderAttack(LongSupplier allocatedBytes) {
    this.allocatedBytes = allocatedBytes;
  }

  /**
   * How one decoder stood it.
   *
   * @param inputs how many it was given
   * @param pastTheOutermost of them got past the outermost length
   * @param mostOfTheBound the largest share of what an input may allocate that one did
   */
  public record Result(String decoder, int inputs, int pastTheOutermost, double mostOfTheBound) {}

  /** Gives it every truncation of its seeds, every length forged, bombs, and so many mutations. */
  public void attack(Decoder decoder, int mutations) {
    Tally tally = new Tally(decoder);
    tally.give(Mutator.truncations(decoder.seeds()));
    tally.give(Mutator.lengths(decoder.seeds()));
    mutate(tally, mutations);
    tally.giveBombs();
    report(tally);
  }

  /** Gives it so many mutations alone. */
  public void mutate(Decoder decoder, int mutations) {
    Tally tally = new Tally(decoder);
    mutate(tally, mutations);
    report(tally);
  }

  private void mutate(Tally tally, int mutations) {
    Decoder decoder = tally.decoder;
    Mutator mutator = new Mutator(decoder.name().length(), decoder.seeds());
    for (int i = 0; i < mutations; i++) {
      tally.give(mutator.next());
    }
  }

  private void report(Tally tally) {
    results.add(new Result(tally.decoder.name(), tally.inputs, tally.past, tally.mostOfTheBound));
  }

  /** What broke a promise, in words; empty when all is well. */
  public List<String> failures() {
    return failures;
  }

  /** By decoder, in the order of the attacks. */
  public List<Result> results() {
    return results;
  }

  /** SHA-256 in hex over every outcome so far. */
  public String digest() {
    return Hex.of(digest);
  }

  /** One decoder under attack. */
  private final class Tally {
    final Decoder decoder;
    int inputs;
    int past;
    double mostOfTheBound;
    private int failed;
    private boolean measuring = true;

    Tally(Decoder decoder) {
      this.decoder = decoder;
    }

    void give(List<byte[]> all) {
      for (byte[] input : all) {
        give(input);
      }
    }

    /** Of a stream each message may allocate, so one with many counts for nothing. */
    void giveBombs() {
      boolean stream = decoder.form() == Form.STREAM;
      for (byte[] bomb : Bombs.of(decoder)) {
        give(stream ? Delimited.frame(bomb) : bomb);
      }
      measuring = false;
      for (byte[] seed : decoder.seeds()) {
        give(Bombs.repeated(seed, Decoders.MAX_BYTES));
      }
      measuring = true;
    }

    void give(byte[] input) {
      inputs++;
      byte[] outcome = Bytes.NONE;
      try {
        outcome = read(input);
      } catch (MeshException refused) {
        outcome = Utf8.encode(refused.code());
        past += decoder.outermost().isPast(input, refused.code()) ? 1 : 0;
        require(isTheSenders(refused), input, "is refused as somebody else's fault");
      } catch (RuntimeException broken) {
        fail(input, "throws " + broken);
      }
      digest = Sha256.digest(digest, outcome);
    }

    private byte[] read(byte[] input) {
      Decoder.Reader reader = decoder.fresh().get();
      byte[] given = reader.sealed(input);
      long before = allocatedBytes.getAsLong();
      Supplier<byte[]> value;
      try {
        value = reader.read(given);
      } finally {
        checkAllocation(input, given.length, allocatedBytes.getAsLong() - before);
      }
      byte[] written = value.get();
      if (reader instanceof StreamReader stream) {
        past += isPast(input, stream.transcript()) ? 1 : 0;
        checkPieces(input, written, stream.transcript());
      } else {
        past++;
        checkForm(input, written);
      }
      return written;
    }

    private boolean isPast(byte[] input, Transcript heard) {
      return !heard.isEmpty() && decoder.outermost().isPast(input, heard.refusalAtOnce());
    }

    /** A node of another form than its manifest says is its manifest's fault. */
    private boolean isTheSenders(MeshException refused) {
      return refused.fault() == MeshException.Fault.PEER || refused.code().equals("bad-dag");
    }

    /** What is more than before is measured again: the first time counts what is loaded. */
    private void checkAllocation(byte[] input, int sentBytes, long allocated) {
      double bound = BASE_ALLOCATION_BYTES + (double) ALLOCATION_FACTOR * sentBytes;
      if (measuring && allocated / bound > mostOfTheBound) {
        double share = Math.min(allocated, allocation(input)) / bound;
        mostOfTheBound = Math.max(mostOfTheBound, share);
        require(share <= 1, input, "of " + input.length + " bytes allocates " + share + " times");
      }
    }

    private long allocation(byte[] input) {
      Decoder.Reader reader = decoder.fresh().get();
      byte[] given = reader.sealed(input);
      long before = allocatedBytes.getAsLong();
      try {
        reader.read(given);
      } catch (MeshException refused) {
        return allocatedBytes.getAsLong() - before;
      }
      return allocatedBytes.getAsLong() - before;
    }

    private void checkForm(byte[] input, byte[] written) {
      if (decoder.form() == Form.CANONICAL) {
        require(Arrays.equals(written, input), input, "is not the canonical form");
      } else if (decoder.form() == Form.REREADABLE) {
        Decoder.Reader reader = decoder.fresh().get();
        byte[] again = reader.read(reader.sealed(written)).get();
        require(Arrays.equals(again, written), input, "reads back as something else");
      }
    }

    /** Of what is refused, how much was answered before may differ. */
    private void checkPieces(byte[] input, byte[] written, Transcript whole) {
      if (measuring
          && decoder.form() == Form.STREAM
          && inputs % PIECES_EVERY == 0
          && decoder.fresh().get() instanceof StreamReader stream) {
        byte[] pieced = stream.readInPieces(input, PIECE_BYTES).get();
        boolean same =
            whole.refusal().isEmpty()
                ? Arrays.equals(pieced, written)
                : stream.transcript().refusal().equals(whole.refusal());
        require(same, input, "in pieces is something else");
      }
    }

    private void require(boolean holds, byte[] input, String what) {
      if (!holds) {
        fail(input, what);
      }
    }

    private void fail(byte[] input, String what) {
      if (++failed <= MAX_FAILURES) {
        String shown = Hex.of(Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES)));
        failures.add(decoder.name() + ": " + shown + " " + what);
      }
    }
  }
}
