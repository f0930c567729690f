package dev.weft.core.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.MeshException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoisePayloadTest {
  private static final PublicKey KEY = PublicKey.ofEd25519(new byte[32]);
  private static final byte[] PAYLOAD =
      NoisePayload.encode(KEY, new byte[] {1, 2}, List.of("/yamux/1.0.0"));

  @Test
  void fieldsStandWhereTheSpecHasThem() {
    String key = HexFormat.of().formatHex(KEY.encode());
    assertThat(HexFormat.of().formatHex(PAYLOAD))
        .isEqualTo("0a24" + key + "12020102" + "220e120c2f79616d75782f312e302e30");
  }

  @Test
  void whatIsAbsentIsEmpty() {
    NoisePayload payload =
        NoisePayload.decode(NoisePayload.encode(KEY, new byte[0], Collections.emptyList()));
    assertThat(payload.muxers()).isEmpty();
    assertThat(payload.signature()).isEmpty();
    assertThat(payload.identityKey().encode()).isEqualTo(KEY.encode());
  }

  @Test
  void ofALongListOfMuxersTheFirstAreRead() {
    List<String> many = Collections.nCopies(NoisePayload.MAX_MUXERS + 1, "/m");
    assertThat(NoisePayload.decode(NoisePayload.encode(KEY, new byte[0], many)).muxers())
        .hasSize(NoisePayload.MAX_MUXERS);
  }

  @Test
  void aPayloadWithoutAKeyIsRefused() {
    assertThatThrownBy(() -> NoisePayload.decode(new byte[0]))
        .isInstanceOf(MeshException.class)
        .extracting("code")
        .isEqualTo("bad-key");
  }

  @Test
  void truncationsAndMutationsAreReadOrRefusedAsThePeersFault() {
    for (int length = 0; length < PAYLOAD.length; length++) {
      attempt(Arrays.copyOf(PAYLOAD, length));
    }
    Random random = new Random(11);
    int accepted = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] mutated = PAYLOAD.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      accepted += attempt(mutated) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, 9_999);
  }

  private static boolean attempt(byte[] payload) {
    try {
      NoisePayload.decode(payload);
      return true;
    } catch (MeshException refused) {
      assertThat(refused.fault()).isEqualTo(MeshException.Fault.PEER);
      return false;
    }
  }
}
