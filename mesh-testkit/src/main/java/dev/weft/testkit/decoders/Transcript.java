package dev.weft.testkit.decoders;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes of a stream's bytes: what is written back; and what is passed on or noted, in order,
 * and how it ends. Runs of one kind are one, so that pieces leave no trace.
 */
final class Transcript {
  static final char WRITTEN = 'w';
  static final char PASSED_ON = 'p';
  static final char NOTED = 'n';
  static final char ENDED = 'e';
  static final char BROKEN = '!';

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final List<Runnable> later = new ArrayList<>();
  private char lastKind;
  private String refusal = "";
  private boolean refusedAtOnce;

  void add(char kind, byte[] what) {
    if (kind == WRITTEN) {
      written.write(what, 0, what.length);
    } else {
      if (lastKind != kind) {
        lastKind = kind;
        heard.write(kind);
      }
      heard.write(what, 0, what.length);
    }
  }

  void add(char kind, String what) {
    add(kind, Utf8.encode(what));
  }

  /** Adds, when asked for all, what is our cost to write down and not the reader's. */
  void addLater(Runnable addition) {
    later.add(addition);
  }

  private void settle() {
    later.forEach(Runnable::run);
    later.clear();
  }

  /** Something is over, for a reason; what else is over with it says no more. */
  void broken(MeshException reason) {
    if (refusal.isEmpty()) {
      refusal = reason.code();
      refusedAtOnce = heard.size() == 0;
      add(BROKEN, refusal);
    }
  }

  /** Forgets what came before the attacker's first byte. */
  void begin() {
    settle();
    written.reset();
    heard.reset();
    lastKind = 0;
  }

  byte[] bytes() {
    settle();
    return Bytes.join(written.toByteArray(), heard.toByteArray());
  }

  boolean isEmpty() {
    settle();
    return written.size() == 0 && heard.size() == 0;
  }

  /** The code of what is over, or empty. */
  String refusal() {
    return refusal;
  }

  /** The same, unless something was heard before. */
  String refusalAtOnce() {
    return refusedAtOnce ? refusal : "";
  }

  /** Notes what the channel delivers. */
  void listen(ByteChannel channel) {
    channel.receiver(
        new ByteChannel.Receiver() {
          @Override
          public void data(byte[] piece) {
            add(PASSED_ON, piece);
          }

          @Override
          public void end() {
            add(ENDED, "");
          }

          @Override
          public void failed(MeshException reason) {
            broken(reason);
          }
        });
  }
}
