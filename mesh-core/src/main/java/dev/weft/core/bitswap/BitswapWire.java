package dev.weft.core.bitswap;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages of {@code /ipfs/bitswap/1.2.0}, each after its length as a uvarint.
 *
 * <pre>
 * message {
 *   1 wantlist {
 *     1 entries repeated { 1 cid, 2 priority, 3 cancel, 4 want type: 0 block, 1 have,
 *                          5 send dont-have }
 *     2 full }
 *   3 blocks repeated { 1 prefix: the CID without its digest, 2 data }
 *   4 presences repeated { 1 cid, 2 type: 0 have, 1 dont-have }
 *   5 pending bytes }
 * </pre>
 *
 * <p>What is written has one entry, block or presence a message. Of what is read, priorities and
 * pending bytes are passed over, and so are the prefixes: a block is known by its digest. A full
 * wantlist adds to what was wanted before, as a part of one does.
 */
public final class BitswapWire {
  /** The protocol's id. */
  public static final String PROTOCOL = "/ipfs/bitswap/1.2.0";

  /**
   * The longest message that is read: the 1 MiB that may be wanted of a peer, a block of 1 MiB that
   * it began with, and what is around them. Others take up to 4 MiB, and send what they were asked
   * for.
   */
  public static final int MAX_MESSAGE_BYTES = (2 << 20) + (64 << 10);

  /**
   * The most entries, blocks and presences that are read of a message: four times what Helia keeps.
   * It sends as many as it has, so one that downloads much in parallel sends more.
   */
  public static final int MAX_PARTS = 4_096;

  /** An entry that wants the block. */
  public static final int WANT_BLOCK = 0;

  /** An entry that wants to know whether it is there. */
  public static final int WANT_HAVE = 1;

  /** An entry that takes an earlier one back. */
  public static final int CANCEL = 2;

  private static final int WANTLIST = 1;
  private static final int BLOCKS = 3;
  private static final int PRESENCES = 4;
  private static final int ENTRIES = 1;
  private static final int ENTRY_CANCEL = 3;
  private static final int ENTRY_WANT_TYPE = 4;
  private static final int ENTRY_SEND_DONT_HAVE = 5;

  /** The field of an entry and a presence that names the block, and of a block its prefix. */
  private static final int NAME = 1;

  /** The field of a block with its bytes, and of a presence with its type. */
  private static final int CONTENT = 2;

  private static final int PREFIX_BYTES = 4;

  private BitswapWire() {}

  /** Takes what a message holds, in its order. */
  public interface Handler {
    /**
     * An entry of the peer's wantlist.
     *
     * @param cid of any kind, or none
     * @param want one of {@link #WANT_BLOCK}, {@link #WANT_HAVE}, {@link #CANCEL}
     * @param sayDontHave whether a dont-have is an answer too
     */
    void wanted(byte[] cid, int want, boolean sayDontHave);

    /** A block, under whichever prefix. */
    void block(byte[] data);

    /** Whether the peer has the block. */
    void presence(byte[] cid, boolean has);
  }

  /** A wantlist with that one entry, which wants a dont-have too. */
  public static byte[] entry(Cid cid, int want) {
    return message(
        WANTLIST,
        new ProtoWriter()
            .message(
                ENTRIES,
                new ProtoWriter()
                    .bytes(NAME, cid.encode())
                    .varint(want == CANCEL ? ENTRY_CANCEL : ENTRY_WANT_TYPE, want == 0 ? 0 : 1)
                    .varint(ENTRY_SEND_DONT_HAVE, 1)));
  }

  /** Whether we have the block. */
  public static byte[] presence(byte[] cid, boolean has) {
    return message(PRESENCES, new ProtoWriter().bytes(NAME, cid).varint(CONTENT, has ? 0 : 1));
  }

  /** A block of ours, whose codec's code has one byte. */
  public static byte[] block(Cid cid, byte[] data) {
    return message(
        BLOCKS,
        new ProtoWriter()
            .bytes(NAME, Arrays.copyOf(cid.encode(), PREFIX_BYTES))
            .bytes(CONTENT, data));
  }

  private static byte[] message(int field, ProtoWriter part) {
    return Delimited.frame(new ProtoWriter().message(field, part).toBytes());
  }

  /** The name, or null for one that no block of ours can have. */
  public static @Nullable Cid cid(byte[] name) {
    try {
      Cid cid = Cid.decode(name);
      return cid.multihash().code() == Multihash.SHA2_256 ? cid : null;
    } catch (MeshException foreign) {
      return null;
    }
  }

  /**
   * Reads a message.
   *
   * @throws MeshException code {@code bad-protobuf}
   */
  public static void read(byte[] message, Handler handler) {
    ProtoReader fields = new ProtoReader(message);
    int parts = 0;
    while (fields.next()) {
      int kind = fields.field();
      if (kind == WANTLIST) {
        ProtoReader wantlist = fields.message();
        while (wantlist.next()) {
          if (wantlist.field() == ENTRIES) {
            parts = read(kind, wantlist.message(), handler, parts);
          }
        }
      } else if (kind == BLOCKS || kind == PRESENCES) {
        parts = read(kind, fields.message(), handler, parts);
      }
    }
  }

  private static int read(int kind, ProtoReader part, Handler handler, int partsBefore) {
    if (partsBefore == MAX_PARTS) {
      return MAX_PARTS;
    }
    byte[] name = Bytes.NONE;
    byte[] data = Bytes.NONE;
    boolean[] flags = new boolean[ENTRY_SEND_DONT_HAVE + 1];
    while (part.next()) {
      int field = part.field();
      if (field == NAME) {
        name = part.bytes();
      } else if (field == CONTENT && part.wireType() == ProtoReader.LENGTH_DELIMITED) {
        data = part.bytes();
      } else if (field <= ENTRY_SEND_DONT_HAVE) {
        flags[field] = part.varint() != 0;
      }
    }
    if (kind == BLOCKS) {
      handler.block(data);
    } else if (kind == PRESENCES) {
      handler.presence(name, !flags[CONTENT]);
    } else {
      int asked = flags[ENTRY_WANT_TYPE] ? WANT_HAVE : WANT_BLOCK;
      handler.wanted(name, flags[ENTRY_CANCEL] ? CANCEL : asked, flags[ENTRY_SEND_DONT_HAVE]);
    }
    return partsBefore + 1;
  }

  static MeshException violation() {
    return MeshException.peer("bitswap-violation");
  }
}
