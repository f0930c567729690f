package dev.weft.pipe;

import org.jspecify.annotations.Nullable;

/** A request that cannot be served: the status and a sentence that says what to do about it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String sentence;

  Refusal(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.sentence = sentence;
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }

  /** Of what a client wrote: short enough for a sentence, without what would move a cursor. */
  static String quoted(@Nullable String text) {
    if (text == null) {
      return "nothing";
    }
    String plain =
        text.codePoints()
            .limit(MOST_QUOTED)
            .collect(StringBuilder::new, Refusal::show, StringBuilder::append)
            .toString();
    return "'" + plain + (text.length() > MOST_QUOTED ? "…" : "") + "'";
  }

  private static final int MOST_QUOTED = 40;

  private static void show(StringBuilder shown, int codePoint) {
    shown.appendCodePoint(
        Character.isISOControl(codePoint) || !Character.isDefined(codePoint) ? '?' : codePoint);
  }
}
