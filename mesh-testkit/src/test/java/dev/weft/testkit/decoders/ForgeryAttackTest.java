package dev.weft.testkit.decoders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmPlatform;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import org.junit.jupiter.api.Test;

/** The attack by Java's own Ed25519 and X25519; e2e repeats a part with WebCrypto's. */
class ForgeryAttackTest {
  private static final int INPUTS = 20_000;

  /** Fewer would mean that most forgeries fail for their form, before anything is checked. */
  private static final double MIN_SHARE_CHECKED = 0.2;

  private final VirtualLoop loop = new VirtualLoop();

  private final Platform platform = JvmPlatform.of(loop, new SeededEntropy(1), Effects.on(loop));

  private final ForgeryAttack attack =
      new ForgeryAttack(platform.signatures(), platform.keyAgreement());

  @Test
  void noForgedHandshakeIsBelieved() {
    expectNoneBelieved(attack.onHandshakes(INPUTS));
  }

  @Test
  void noForgedSignatureIsBelieved() {
    expectNoneBelieved(attack.onSignatures(INPUTS));
  }

  private void expectNoneBelieved(Promise<ForgeryAttack> over) {
    loop.runReady();
    assertThat(over.isSettled()).isTrue();
    assertThat(attack.failures()).isEmpty();
    assertThat(attack.results()).allMatch(each -> each.believed() > 0);
    assertThat(attack.results().stream().mapToInt(ForgeryAttack.Result::inputs).sum())
        .isGreaterThanOrEqualTo(INPUTS);
    assertThat(attack.results().stream().mapToInt(ForgeryAttack.Result::checked).sum())
        .isGreaterThan((int) (INPUTS * MIN_SHARE_CHECKED));
  }
}
