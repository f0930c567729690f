package dev.weft.core.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.MeshException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How the decoders' tests state a refusal: the peer's fault, under a stable code. */
public final class Refusals {
  private Refusals() {}

  /** Fails unless the call throws with fault PEER and the code. */
  public static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.fault()).isEqualTo(MeshException.Fault.PEER);
            });
  }
}
