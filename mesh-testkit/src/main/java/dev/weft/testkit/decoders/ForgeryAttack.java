package dev.weft.testkit.decoders;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.vectors.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows forged handshakes and signatures to those who check them, by a platform's own Ed25519 and
 * X25519. What is honest must be believed, and nothing else, whatever it is.
 *
 * <p>All follows from the keys, so that the outcomes are the same on platforms that are given the
 * same ones.
 */
public final class ForgeryAttack {
  /** Failures of a kind that are told; more of it say no more. */
  private static final int MAX_FAILURES = 3;

  private static final int SHOWN_BYTES = 128;

  private final Notary notary;
  private final KeyAgreement keyAgreement;
  private final List<Result> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private byte[] digest = Sha256.digest();

  /** An attack on that platform, whose key pairs must be as the attack is to be repeated. */
  public ForgeryAttack(Signatures signatures, KeyAgreement keyAgreement) {
    notary = new Notary(signatures);
    this.keyAgreement = keyAgreement;
  }

  /**
   * How it went with one kind of forgery.
   *
   * @param inputs how many were shown
   * @param checked for how many of them a signature was looked at
   * @param believed how many of them were, the honest ones that came up among the mutations too
   * @param digest SHA-256 in hex over every outcome so far
   */
  public record Result(String forgery, int inputs, int checked, int believed, String digest) {}

  /** Shows at least so many forged handshakes. */
  public Promise<ForgeryAttack> onHandshakes(int inputs) {
    return HandshakeForgeries.all(notary, keyAgreement).flatMap(all -> show(all, inputs));
  }

  /** Shows at least so many forged signatures, bare ones and in all that we sign. */
  public Promise<ForgeryAttack> onSignatures(int inputs) {
    return SignatureForgeries.all(notary).flatMap(all -> show(all, inputs));
  }

  /** Shows at least so many of either. */
  public Promise<ForgeryAttack> onAll(int inputsEach) {
    return onHandshakes(inputsEach).flatMap(attack -> attack.onSignatures(inputsEach));
  }

  /** A line for each kind with the digest over all outcomes so far, then one for each failure. */
  public String report() {
    StringBuilder lines = new StringBuilder();
    for (Result result : results) {
      lines.append(result.forgery()).append(' ').append(result.digest()).append('\n');
    }
    for (String failure : failures) {
      lines.append(failure).append('\n');
    }
    return lines.toString();
  }

  /** By kind, in the order of the attack. */
  public List<Result> results() {
    return results;
  }

  /** What broke a promise, in words; empty when all is well. */
  public List<String> failures() {
    return failures;
  }

  private Promise<ForgeryAttack> show(List<Forgery> all, int inputs) {
    Promise<ForgeryAttack> done = new Promise<>();
    new Round(all, (inputs + all.size() - 1) / all.size(), done).goOn();
    return done;
  }

  /** Goes through kinds of forgeries, one input at a time. */
  private final class Round {
    private final List<Forgery> left;
    private final int inputsEach;
    private final Promise<ForgeryAttack> done;
    private @Nullable Showing showing;

    /** Whether the loop below runs, so that what answers at once does not deepen the stack. */
    private boolean running;

    Round(List<Forgery> all, int inputsEach, Promise<ForgeryAttack> done) {
      left = new ArrayList<>(all);
      this.inputsEach = inputsEach;
      this.done = done;
    }

    void goOn() {
      if (running) {
        return;
      }
      running = true;
      Promise<byte[]> outcome = next();
      while (outcome != null && outcome.isSettled()) {
        outcome = next();
      }
      running = false;
      if (outcome == null) {
        done.resolve(ForgeryAttack.this);
      } else {
        outcome.then(believed -> goOn(), refused -> goOn());
      }
    }

    /** Shows the next input; null when all have been. */
    private @Nullable Promise<byte[]> next() {
      Showing current = showing;
      if (current != null && current.inputs == inputsEach) {
        results.add(current.result());
        current = null;
      }
      if (current == null) {
        if (left.isEmpty()) {
          showing = null;
          return null;
        }
        current = new Showing(left.remove(0));
      }
      showing = current;
      return current.next();
    }
  }

  /** One kind of forgery being shown. */
  private final class Showing {
    final Forgery forgery;
    private final List<byte[]> seeds;
    private final Mutator mutator;
    private int inputs;
    private int checked;
    private int believed;
    private int failed;

    Showing(Forgery forgery) {
      this.forgery = forgery;
      seeds = forgery.seeds();
      mutator = new Mutator(forgery.name().length(), seeds);
    }

    Result result() {
      return new Result(forgery.name(), inputs, checked, believed, Hex.of(digest));
    }

    /** The seeds first, as they are. */
    Promise<byte[]> next() {
      byte[] input = inputs < seeds.size() ? seeds.get(inputs) : mutator.next();
      inputs++;
      int checks = notary.checks();
      int good = notary.good();
      int forged = notary.forged();
      Promise<byte[]> outcome = forgery.attempt().show(input.clone());
      outcome.then(
          answer -> {
            checked += notary.checks() > checks ? 1 : 0;
            believed(input, answer, notary.good() > good, notary.forged() > forged);
          },
          reason -> {
            checked += notary.checks() > checks ? 1 : 0;
            refused(input, reason);
          });
      return outcome;
    }

    private void believed(byte[] input, byte[] answer, boolean vouched, boolean forged) {
      believed++;
      note(answer);
      require(!forged, input, "has a signature that nobody made");
      require(vouched, input, "is believed without a signature");
      require(
          forgery.isHonest(input) || forgery.mayPass().allows(input, answer), input, "is believed");
    }

    private void refused(byte[] input, MeshException reason) {
      note(Utf8.encode(reason.code()));
      require(reason.fault() != MeshException.Fault.LOCAL, input, "breaks us: " + reason.code());
      require(!forgery.isHonest(input), input, "is honest and refused: " + reason.code());
    }

    private void note(byte[] outcome) {
      digest = Sha256.digest(digest, outcome);
    }

    private void require(boolean holds, byte[] input, String what) {
      if (!holds && ++failed <= MAX_FAILURES) {
        String shown = Hex.of(Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES)));
        failures.add(forgery.name() + ": " + shown + ' ' + what);
      }
    }
  }
}
