package dev.weft.testkit.decoders;

import java.util.List;
import java.util.function.Supplier;

/**
 * One decoder, how it is reached, and well-formed inputs for it.
 *
 * @param name for failures
 * @param classes whose reading it is, within {@code dev.weft.core}
 * @param form what holds for inputs that it accepts
 * @param outermost what has to be in order before anything inside is read
 * @param maxBytes the longest input, or message of a stream, that is let through
 * @param fresh makes what reads one input
 * @param seeds at least {@link #MIN_SEEDS}
 */
public record Decoder(
    String name,
    List<String> classes,
    Form form,
    Outermost outermost,
    int maxBytes,
    Supplier<Reader> fresh,
    List<byte[]> seeds) {
  /** Fewer would leave forms out. */
  public static final int MIN_SEEDS = 5;

  /** What holds for accepted inputs. */
  public enum Form {
    /** One value, one sequence of bytes: what is read is written again byte by byte. */
    CANONICAL,
    /** What is read is written in a form that reads back the same. */
    REREADABLE,
    /** Messages on a stream: in which pieces they come does not matter. */
    STREAM,
    /** One message of a conversation, which comes whole. */
    MESSAGE
  }

  /** The outermost length, or whatever stands in its place. */
  public interface Outermost {
    /**
     * Whether it was in order.
     *
     * @param refusal the code of a refusal before which nothing else was heard, else empty
     */
    boolean isPast(byte[] input, String refusal);

    /** It is refused with that code, which may also be that of something inside. */
    static Outermost refusedAs(String code) {
      return (input, refusal) -> !refusal.equals(code);
    }
  }

  /** Reads one input. */
  public interface Reader {
    /** What an attacker makes of an input that has to be signed or sealed to be read at all. */
    default byte[] sealed(byte[] input) {
      return input.clone();
    }

    /**
     * Reads the bytes, which are the reader's from then on; throws a {@code MeshException} whose
     * fault is the sender's.
     *
     * @return writes what was read, when asked
     */
    Supplier<byte[]> read(byte[] input);
  }
}
