package dev.weft.testkit.decoders;

import dev.weft.testkit.decoders.Decoder.Form;
import dev.weft.testkit.decoders.Decoder.Outermost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All decoders of mesh-core; a rule in e2e finds those that are missing here. */
public final class Decoders {
  /** The longest input for a decoder whose callers let anything through. */
  static final int MAX_BYTES = 64 << 10;

  private Decoders() {}

  /** All of them, in the same order each time. */
  public static List<Decoder> all() {
    List<Decoder> all = new ArrayList<>();
    FormatDecoders.add(all);
    SignedDecoders.add(all);
    ContentDecoders.add(all);
    TransportDecoders.add(all);
    CircuitDecoders.add(all);
    MeshDecoders.add(all);
    BlockDecoders.add(all);
    return all;
  }

  /** A decoder of values, of any length. */
  static Decoder values(
      String name,
      List<String> classes,
      Form form,
      String outermost,
      Decoder.Reader reader,
      byte[]... seeds) {
    return values(name, classes, form, outermost, MAX_BYTES, reader, seeds);
  }

  /** A decoder of values up to that length. */
  static Decoder values(
      String name,
      List<String> classes,
      Form form,
      String outermost,
      int maxBytes,
      Decoder.Reader reader,
      byte[]... seeds) {
    return new Decoder(
        name,
        classes,
        form,
        Outermost.refusedAs(outermost),
        maxBytes,
        () -> reader,
        List.of(seeds));
  }

  /** A decoder of a stream of messages up to a length, each after its length. */
  static Decoder stream(
      String name,
      List<String> classes,
      int maxBytes,
      Supplier<Decoder.Reader> fresh,
      byte[]... seeds) {
    return stream(name, classes, "bad-frame", maxBytes, fresh, seeds);
  }

  /** A decoder of a stream that refuses the outermost form with that code. */
  static Decoder stream(
      String name,
      List<String> classes,
      String outermost,
      int maxBytes,
      Supplier<Decoder.Reader> fresh,
      byte[]... seeds) {
    return new Decoder(
        name,
        classes,
        Form.STREAM,
        Outermost.refusedAs(outermost),
        maxBytes,
        fresh,
        List.of(seeds));
  }
}
