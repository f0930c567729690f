package dev.weft.pipe;

import java.util.List;
import java.util.Locale;

/**
 * A transfer as it is at one moment.
 *
 * @param state of the transfer
 * @param sender whether there is one
 * @param n how many receivers it wants
 * @param bytes that came from the sender
 * @param rows one a receiver
 */
record Progress(State state, boolean sender, int n, long bytes, List<Row> rows) {
  /** What a transfer is doing. */
  enum State {
    /** For its sender or its receivers. */
    WAITING,
    /** Bytes flow. */
    SENDING,
    /** The sender's bytes are all there; receivers are not done with them. */
    FINISHING,
    /** Over, however it went. */
    ENDED
  }

  /** What became of a receiver. */
  enum Outcome {
    WAITING("waiting"),
    RECEIVING("receiving"),
    /** All is written; no receipt yet. */
    WRITTEN("all written"),
    /** All is written and the receiver's end of the connection says that it has it. */
    COMPLETED("completed"),
    /** All is written, and nothing was heard since. */
    UNCONFIRMED("sent, unconfirmed"),
    FAILED("not completed");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean hasAll() {
      return this == COMPLETED || this == UNCONFIRMED;
    }

    boolean isFinal() {
      return hasAll() || this == FAILED;
    }
  }

  /**
   * A receiver.
   *
   * @param number from 1, in the order in which they came
   * @param bytes that the network took for it
   * @param reason why it failed, or empty
   */
  record Row(int number, Outcome outcome, long bytes, String reason) {}

  /** How many receivers have that outcome. */
  long count(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  /** As JSON, with the names of this record. */
  String json() {
    StringBuilder json = new StringBuilder(64 + 64 * rows.size());
    json.append("{\"state\":\"").append(lower(state));
    json.append("\",\"sender\":").append(sender);
    json.append(",\"n\":").append(n);
    json.append(",\"bytes\":").append(bytes);
    json.append(",\"receivers\":[");
    for (Row row : rows) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",");
      json.append("{\"number\":").append(row.number());
      json.append(",\"state\":\"").append(lower(row.outcome()));
      json.append("\",\"bytes\":").append(row.bytes());
      json.append(",\"reason\":\"").append(row.reason()).append("\"}");
    }
    return json.append("]}").toString();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
