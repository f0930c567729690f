package dev.weft.e2e.script;

import dev.weft.browser.driver.BrowserKeyAgreement;
import dev.weft.browser.driver.BrowserSignatures;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.decoders.Decoder;
import dev.weft.testkit.decoders.DecoderAttack;
import dev.weft.testkit.decoders.Decoders;
import dev.weft.testkit.decoders.ForgeryAttack;
import dev.weft.testkit.vectors.Hex;
import dev.weft.testkit.vectors.SharedVectors;
import java.util.List;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** The entry of {@code core.mjs}: the shared vectors and the attacks as JavaScript. */
public final class CoreScript {
  /** The seed of the keys of {@link #forge}, here and on the JVM. */
  public static final int KEYS_SEED = 1;

  private static final SeededEntropy KEYS = new SeededEntropy(KEYS_SEED);

  private CoreScript() {}

  /** Hears what came of it, in lines. */
  @JSFunctor
  public interface Listener extends JSObject {
    /** It is over. */
    void over(String lines);
  }

  /** Runs them; a line of the count, a line of the digest, then a line for each failure. */
  @JSExport
  public static String runAll() {
    SharedVectors.Report report = SharedVectors.runAll();
    StringBuilder lines = new StringBuilder();
    lines.append(report.count()).append('\n').append(report.digest());
    for (String failure : report.failures()) {
      lines.append('\n').append(failure);
    }
    return lines.toString();
  }

  /**
   * Attacks every decoder with mutations, so many in all; a line for each with its name and the
   * digest over all outcomes so far, then a line for each failure.
   */
  @JSExport
  public static String attack(int mutations) {
    DecoderAttack attack = new DecoderAttack(() -> 0);
    List<Decoder> all = Decoders.all();
    StringBuilder lines = new StringBuilder();
    for (Decoder decoder : all) {
      attack.mutate(decoder, (mutations + all.size() - 1) / all.size());
      lines.append(decoder.name()).append(' ').append(attack.digest()).append('\n');
    }
    for (String failure : attack.failures()) {
      lines.append(failure).append('\n');
    }
    return lines.toString();
  }

  /** The next private key that WebCrypto is to have, 32 bytes in hex. */
  @JSExport
  public static String nextKey() {
    return Hex.of(KEYS.bytes(32));
  }

  /** Shows so many forged handshakes, and so many signatures, to what a page checks them with. */
  @JSExport
  public static void forge(int inputs, Listener listener) {
    ForgeryAttack attack = new ForgeryAttack(new BrowserSignatures(), new BrowserKeyAgreement());
    attack
        .onAll(inputs)
        .then(over -> listener.over(over.report()), broken -> listener.over(broken.code()));
  }
}
