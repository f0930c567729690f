package dev.weft.core.exchange;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Uvarint;
import java.util.Arrays;

/**
 * The frames of {@code /weft/exchange/1.0.0}, each after its length as a uvarint.
 *
 * <pre>
 *  0      1                        33
 * +------+------------------------+----------------------------------------------------+
 * | type | SHA-256 of the shard   | body                                               |
 * +------+------------------------+----------------------------------------------------+
 *  HAVE       a bit a block in the shard's DAG pre-order, low bits first, padded with 0
 *  CHANGES    numbers of blocks; the top bit is set for one that is gone
 *  WANT       numbers of blocks, the most urgent first
 *  CANCEL     numbers of blocks that were wanted
 *  DONT_HAVE  numbers of blocks that were wanted and do not come
 *  SLICE      number of the block, offset in it, then the bytes up to the frame's end
 *  WANT_LARGE as WANT, in large slices until the next WANT: the path is known to be fast
 * </pre>
 *
 * <p>Numbers and offsets are four bytes, big-endian. A shard is named by its digest alone, as its
 * CID is always a raw SHA-256 one. A block's size is not stated: the shard's layout implies it.
 */
public final class ExchangeWire {
  /** The protocol's id. */
  public static final String PROTOCOL = "/weft/exchange/1.0.0";

  /**
   * Bytes of a block in a frame, which so fits a message of a data channel: 13 ms of a 10 Mbit/s
   * uplink for control to wait.
   */
  public static final int SLICE_BYTES = 16 * 1024 - 64;

  /** The same where the path is four times as fast, see {@link #WANT_LARGE}. */
  public static final int MAX_SLICE_BYTES = 64 * 1024 - 128;

  /** What the sender has of a shard. */
  public static final int HAVE = 1;

  /** What has come or gone since. */
  public static final int CHANGES = 2;

  /** What the receiver is to send. */
  public static final int WANT = 3;

  /** What it need not send after all. */
  public static final int CANCEL = 4;

  /** What was wanted and does not come. */
  public static final int DONT_HAVE = 5;

  /** A piece of a block. */
  public static final int SLICE = 6;

  /** What the receiver is to send, and may send in slices of {@value #MAX_SLICE_BYTES} bytes. */
  public static final int WANT_LARGE = 7;

  /** The bit of a number in {@link #CHANGES} that says that the block is gone. */
  public static final int GONE = 0x80000000;

  private static final int SHARD_BYTES = 32;

  /** Where a frame's body begins. */
  public static final int BODY = 1 + SHARD_BYTES;

  static final int SLICE_DATA = BODY + 8;

  /** Bounds what a peer can make us gather before a frame is looked at: the largest have. */
  public static final int MAX_FRAME_BYTES = BODY + ManifestShard.MAX_BLOCKS / 8;

  private ExchangeWire() {}

  /** Says what the sender has of a shard. */
  public static byte[] have(Cid shard, byte[] bits) {
    byte[] frame = frame(HAVE, shard, bits.length);
    System.arraycopy(bits, 0, frame, frame.length - bits.length, bits.length);
    return frame;
  }

  /** A frame of the type that names blocks of a shard. */
  public static byte[] numbers(int type, Cid shard, int... numbers) {
    byte[] frame = frame(type, shard, 4 * numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      putInt(frame, frame.length + 4 * (i - numbers.length), numbers[i]);
    }
    return frame;
  }

  /** The {@code length} bytes of a block from {@code offset} on. */
  public static byte[] slice(Cid shard, int index, byte[] block, int offset, int length) {
    return Bytes.join(
        sliceHead(shard, index, offset, length),
        Arrays.copyOfRange(block, offset, offset + length));
  }

  /** What comes before the bytes of a slice. */
  static byte[] sliceHead(Cid shard, int index, int offset, int length) {
    byte[] head = frame(SLICE, shard, 8, length);
    putInt(head, head.length - 8, index);
    putInt(head, head.length - 4, offset);
    return head;
  }

  /** A frame after its length, with {@code bodyBytes} at its end to be filled in. */
  private static byte[] frame(int type, Cid shard, int bodyBytes) {
    return frame(type, shard, bodyBytes, 0);
  }

  /** The same, with more bytes to follow. */
  private static byte[] frame(int type, Cid shard, int bodyBytes, int moreBytes) {
    int length = BODY + bodyBytes + moreBytes;
    byte[] frame = new byte[Uvarint.size(length) + BODY + bodyBytes];
    int at = Uvarint.write(length, frame, 0);
    frame[at] = (byte) type;
    System.arraycopy(shard.multihash().digest(), 0, frame, at + 1, SHARD_BYTES);
    return frame;
  }

  /** The shard that the frame is about. */
  public static Cid shard(byte[] frame) {
    if (frame.length < BODY) {
      throw violation("frame cut off");
    }
    return Cid.raw(Arrays.copyOfRange(frame, 1, BODY));
  }

  /** How many numbers the body holds. */
  public static int count(byte[] frame) {
    if (frame.length == BODY || (frame.length - BODY) % 4 != 0) {
      throw violation("numbers cut off");
    }
    return (frame.length - BODY) / 4;
  }

  /** The number at that position, from 0 on and below {@link #count}. */
  public static int number(byte[] frame, int position) {
    int at = BODY + 4 * position;
    return frame[at] << 24
        | (frame[at + 1] & 0xff) << 16
        | (frame[at + 2] & 0xff) << 8
        | (frame[at + 3] & 0xff);
  }

  private static void putInt(byte[] out, int at, int value) {
    out[at] = (byte) (value >> 24);
    out[at + 1] = (byte) (value >> 16);
    out[at + 2] = (byte) (value >> 8);
    out[at + 3] = (byte) value;
  }

  static MeshException violation(String message) {
    return MeshException.peer("exchange-violation", message);
  }
}
