package dev.weft.browser.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script as TeaVM writes it when asked not to minify: one statement or definition a line, regular
 * enough to be edited as text. An edit that finds nothing to do fails, since TeaVM has changed
 * then.
 */
final class ScriptText {
  private String text;

  ScriptText(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

  /** Replaces every match; there must be one. */
  void replace(String regex, Function<MatchResult, String> replacement) {
    Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
    if (!matcher.find()) {
      throw unexpected(regex);
    }
    text = matcher.replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
  }

  /** Replaces every match; there may be none. */
  void replaceAny(String regex, Function<MatchResult, String> replacement) {
    Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
    text = matcher.replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
  }

  /** Puts declarations before all others of the script. */
  void prepend(String declarations) {
    replace("(?s)\\A(.*?^\\(function\\(\\) \\{\n)", start -> start.group() + declarations);
  }

  /** Replaces every match by a constant; there must be one. */
  void replace(String regex, String constant) {
    replace(regex, match -> constant);
  }

  /** Gives the variable that the script defines another value. */
  void redefine(String variable, String value) {
    Matcher definition =
        Pattern.compile("(?m)^    (?:let )?" + Pattern.quote(variable) + " = ").matcher(text);
    if (!definition.find()) {
      throw unexpected(variable);
    }
    int end = end(text, definition.end());
    text = text.substring(0, definition.end()) + value + text.substring(end);
  }

  /** Takes the statement {@code function([…]);} out and returns the elements of its array. */
  List<String> takeCall(String function) {
    int start = text.indexOf(function + "([");
    if (start < 0) {
      return List.of();
    }
    int open = start + function.length() + 1;
    int close = end(text, open);
    String array = text.substring(open, close);
    text = text.substring(0, start) + text.substring(text.indexOf(';', close) + 1);
    return elements(array);
  }

  /** The elements of an array literal; none of {@code 0}, as TeaVM writes an absent one. */
  static List<String> elements(String array) {
    List<String> elements = new ArrayList<>();
    int at = 1;
    while (at < array.length()) {
      int end = end(array, at);
      String element = array.substring(at, end).strip();
      if (!element.isEmpty()) {
        elements.add(element);
      }
      at = end + 1;
    }
    return elements;
  }

  /** Where the expression ends: at a comma, a semicolon, or the bracket around it. */
  private static int end(String script, int from) {
    int depth = 0;
    for (int at = from; at < script.length(); at++) {
      char c = script.charAt(at);
      if (c == '"' || c == '\'') {
        at = closingQuote(script, at);
      } else if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (depth == 0 && ",;)]}".indexOf(c) >= 0) {
        return at;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
    }
    return script.length();
  }

  private static int closingQuote(String script, int opening) {
    int at = opening + 1;
    while (script.charAt(at) != script.charAt(opening)) {
      at += script.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  static IllegalStateException unexpected(String what) {
    return new IllegalStateException("TeaVM writes this differently now: " + what);
  }
}
