package dev.weft.web;

import java.util.function.Function;

/** Reads what stands behind an option on the command line. */
public final class OptionText {
  private OptionText() {}

  /**
   * The option's value.
   *
   * @throws IllegalArgumentException with a sentence that names the option when it cannot be read
   */
  public static <T> T read(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(option + ": " + wrong.getMessage(), wrong);
    }
  }
}
