package dev.weft.site.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads which paths a site's manifest names. This is a reader of figures, not of trust: it checks
 * no signature, since nothing that it reads reaches a page.
 */
public final class Manifest {
  private static final int ENVELOPE_PAYLOAD = 3;
  private static final int ROOT_SHARDS = 8;
  private static final int SHARD_CID = 2;
  private static final int SHARD_ENTRIES = 1;
  private static final int ENTRY_PATH = 1;
  private static final int ENTRY_MEDIA_TYPE = 5;

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private Manifest() {}

  /** The CIDs of the shards, as they stand in their URLs, from the signed root. */
  public static List<String> shards(byte[] root) {
    List<String> cids = new ArrayList<>();
    for (byte[] payload : fields(root, ENVELOPE_PAYLOAD)) {
      for (byte[] shard : fields(payload, ROOT_SHARDS)) {
        fields(shard, SHARD_CID).forEach(cid -> cids.add("b" + base32(cid)));
      }
    }
    return cids;
  }

  /** The media types of a shard's entries by path. */
  public static Map<String, String> entries(byte[] shard) {
    Map<String, String> types = new LinkedHashMap<>();
    for (byte[] entry : fields(shard, SHARD_ENTRIES)) {
      types.put(text(entry, ENTRY_PATH), text(entry, ENTRY_MEDIA_TYPE));
    }
    return types;
  }

  private static String text(byte[] message, int field) {
    List<byte[]> values = fields(message, field);
    return values.isEmpty() ? "" : new String(values.get(0), StandardCharsets.UTF_8);
  }

  /** The length-delimited fields of a protobuf message that carry {@code number}. */
  private static List<byte[]> fields(byte[] message, int number) {
    List<byte[]> found = new ArrayList<>();
    int[] position = {0};
    while (position[0] < message.length) {
      long tag = varint(message, position);
      switch ((int) tag & 7) {
        case 0 -> varint(message, position);
        case 2 -> {
          long length = varint(message, position);
          if (length < 0 || length > message.length - position[0]) {
            throw new IllegalArgumentException("the manifest is cut off");
          }
          int end = position[0] + (int) length;
          if (tag >> 3 == number) {
            found.add(java.util.Arrays.copyOfRange(message, position[0], end));
          }
          position[0] = end;
        }
        default -> throw new IllegalArgumentException("the manifest has a field of unknown type");
      }
    }
    return found;
  }

  private static long varint(byte[] message, int[] position) {
    long value = 0;
    for (int shift = 0; shift < 64 && position[0] < message.length; shift += 7) {
      byte next = message[position[0]++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("the manifest is cut off");
  }

  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte next : bytes) {
      buffer = ((buffer << 8) | (next & 0xFF)) & 0xFFF;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((buffer >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }
}
