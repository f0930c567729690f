package dev.weft.core.protobuf;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of protobuf.dev's "Encoding", and what is refused. */
class ProtoTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void writesTheSpecsExamples() {
    assertThat(hex(new ProtoWriter().varint(1, 150))).isEqualTo("089601");
    assertThat(hex(new ProtoWriter().string(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new ProtoWriter().message(3, new ProtoWriter().varint(1, 150))))
        .isEqualTo("1a03089601");
    assertThat(hex(new ProtoWriter().varint(1, -2))).isEqualTo("08feffffffffffffffff01");
    assertThat(hex(new ProtoWriter().varint(1, 0).bytes(2, new byte[0]))).isEqualTo("08001200");
    assertThat(hex(new ProtoWriter().varint(16, 1))).isEqualTo("800101");
    assertThat(new ProtoWriter().bytes(1, new byte[1000]).size()).isEqualTo(1003);
  }

  @Test
  void readsFieldsInTheOrderOfTheWire() {
    byte[] message =
        new ProtoWriter()
            .varint(1, Long.MIN_VALUE)
            .bytes(2, new byte[] {7})
            .string(3, "é")
            .message(4, new ProtoWriter().varint(1, 5))
            .varint(536870911, 3)
            .toBytes();
    ProtoReader reader = new ProtoReader(message);
    assertThat(reader.next()).isTrue();
    assertThat(reader.field()).isEqualTo(1);
    assertThat(reader.wireType()).isEqualTo(ProtoReader.VARINT);
    assertThat(reader.varint()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.bytes()).containsExactly(7);
    assertThat(reader.next()).isTrue();
    assertThat(reader.string()).isEqualTo("é");
    assertThat(reader.next()).isTrue();
    ProtoReader inner = reader.message();
    assertThat(inner.next()).isTrue();
    assertThat(inner.varint(5)).isEqualTo(5);
    assertThat(inner.next()).isFalse();
    assertThat(reader.next()).isTrue();
    assertThat(reader.field()).isEqualTo(536870911);
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void passesOverWhatIsNotRead() {
    ProtoReader reader =
        new ProtoReader(HEX.parseHex("0901020304050607081501020304089601120161" + "2001"));
    int fields = 0;
    while (reader.next()) {
      if (fields % 2 == 0) {
        reader.skip();
      }
      fields++;
    }
    assertThat(fields).isEqualTo(5);
    assertThat(reader.field()).isEqualTo(4);
  }

  @Test
  void acceptsVarintsThatAreNotMinimal() {
    ProtoReader reader = new ProtoReader(HEX.parseHex("888000" + "8180808080808080" + "8000"));
    assertThat(reader.next()).isTrue();
    assertThat(reader.varint()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "00, field number 0",
    "8080808010, a field number over 29 bits",
    "80, a tag cut off",
    "08, a varint cut off",
    "0880, a varint cut off",
    "08ffffffffffffffffffff01, a varint over ten bytes",
    "08ffffffffffffffffff02, a varint over 64 bits",
    "0b, a group",
    "0c, a group's end",
    "0e, wire type 6",
    "0f, wire type 7",
    "1201, bytes cut off",
    "12ffffffff0f, a length over 31 bits",
    "12ffffffffffffffffff01, a negative length",
    "0901020304050607, a fixed64 cut off",
    "0d010203, a fixed32 cut off",
  })
  void refuses(String hex, String why) {
    assertRefused(
        "bad-protobuf",
        () -> {
          ProtoReader reader = new ProtoReader(HEX.parseHex(hex));
          while (reader.next()) {
            reader.skip();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0807", "08ffffffffffffffffff01"})
  void refusesNumbersOutOfRange(String hex) {
    ProtoReader reader = new ProtoReader(HEX.parseHex(hex));
    reader.next();
    assertRefused("bad-protobuf", () -> reader.varint(6));
  }

  @Test
  void refusesToReadAValueInAnotherFormOrTwice() {
    ProtoReader reader = new ProtoReader(HEX.parseHex("0801"));
    assertRefused("bad-protobuf", reader::skip);
    reader.next();
    assertRefused("bad-protobuf", reader::bytes);
    reader.varint();
    assertRefused("bad-protobuf", reader::varint);
    assertRefused("bad-protobuf", reader::skip);
  }

  @Test
  void refusesAMessageThatReachesBeyondItsOwner() {
    ProtoReader reader = new ProtoReader(HEX.parseHex("1a021203" + "616263"));
    reader.next();
    ProtoReader inner = reader.message();
    inner.next();
    assertRefused("bad-protobuf", inner::bytes);
  }

  private static String hex(ProtoWriter writer) {
    return HEX.formatHex(writer.toBytes());
  }
}
