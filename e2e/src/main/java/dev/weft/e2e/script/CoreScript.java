package dev.weft.e2e.script;

import dev.weft.testkit.decoders.Decoder;
import dev.weft.testkit.decoders.DecoderAttack;
import dev.weft.testkit.decoders.Decoders;
import dev.weft.testkit.vectors.SharedVectors;
import java.util.List;
import org.teavm.jso.JSExport;

/** The entry of {@code core.mjs}: the shared vectors and the attack on decoders as JavaScript. */
public final class CoreScript {
  private CoreScript() {}

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
}
