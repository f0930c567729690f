package dev.weft.core.protobuf;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedTest {
  private final List<byte[]> messages = new ArrayList<>();

  @Test
  void putsTheLengthBeforeTheMessage() {
    assertThat(Delimited.frame(new byte[] {5})).containsExactly(1, 5);
    assertThat(Delimited.frame(new byte[300])).startsWith(0xac, 0x02).hasSize(302);
  }

  @Test
  void givesTheSameMessagesForAnyPieces() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        byte[] message = new byte[random.nextInt(3) == 0 ? random.nextInt(4) : random.nextInt(300)];
        random.nextBytes(message);
        sent.add(message);
        stream.writeBytes(Delimited.frame(message));
      }
      byte[] bytes = stream.toByteArray();
      messages.clear();
      Delimited reader = new Delimited(300, messages::add);
      int most = round == 0 ? 1 : round == 1 ? bytes.length : 1 + random.nextInt(200);
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
        reader.feed(Arrays.copyOfRange(bytes, at, end));
        at = end;
      }
      assertThat(messages).containsExactlyElementsOf(sent);
      assertThat(reader.atBoundary()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06",
        "8600",
        "8000",
        "ff",
        "80808008",
        "8080808010",
        "808080808001",
        "ffffffffffffffff7f"
      })
  void refusesALengthOverTheBoundOrNotMinimal(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertRefused("bad-frame", () -> new Delimited(5, messages::add).feed(bytes));
    Delimited reader = new Delimited(5, messages::add);
    assertRefused(
        "bad-frame",
        () -> {
          for (byte next : bytes) {
            reader.feed(new byte[] {next});
          }
        });
    assertThat(messages).isEmpty();
  }

  @Test
  void acceptsTheLargestBound() {
    Delimited reader = new Delimited(Integer.MAX_VALUE, messages::add);
    reader.feed(HexFormat.of().parseHex("ffffffff07"));
    reader.feed(new byte[1000]);
    assertThat(reader.atBoundary()).isFalse();
    assertRefused(
        "bad-frame",
        () ->
            new Delimited(Integer.MAX_VALUE, messages::add)
                .feed(HexFormat.of().parseHex("ffffffff08")));
  }

  @Test
  void knowsWhetherTheStreamMayEnd() {
    Delimited reader = new Delimited(300, messages::add);
    assertThat(reader.atBoundary()).isTrue();
    reader.feed(new byte[] {(byte) 0x80});
    assertThat(reader.atBoundary()).isFalse();
    reader.feed(new byte[] {1});
    assertThat(reader.atBoundary()).isFalse();
    reader.feed(new byte[128]);
    assertThat(reader.atBoundary()).isTrue();
  }

  @Test
  void handsBackWhatFollowsWhenItsConsumerDetaches() {
    List<byte[]> rest = new ArrayList<>();
    Delimited[] reader = new Delimited[1];
    reader[0] =
        new Delimited(
            9,
            message -> {
              messages.add(message);
              rest.add(reader[0].detach());
            });
    reader[0].feed(new byte[] {2, 8});
    reader[0].feed(new byte[] {9, 1, 2, 3});
    assertThat(messages).containsExactly(new byte[] {8, 9});
    assertThat(rest).containsExactly(new byte[] {1, 2, 3});
  }
}
