package dev.weft.core.noise;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.Bytes;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * What the second and third handshake message carry (libp2p specs, noise, "The libp2p Handshake
 * Payload"): 1 identity_key, 2 identity_sig, 4 extensions {2 stream_muxers}.
 */
final class NoisePayload {
  /** Most muxers that are read of a peer's list; there are two in the world. */
  static final int MAX_MUXERS = 8;

  private static final int IDENTITY_KEY = 1;
  private static final int IDENTITY_SIGNATURE = 2;
  private static final int EXTENSIONS = 4;
  private static final int STREAM_MUXERS = 2;

  private final PublicKey identityKey;
  private final byte[] signature;
  private final List<String> muxers;

  private NoisePayload(PublicKey identityKey, byte[] signature, List<String> muxers) {
    this.identityKey = identityKey;
    this.signature = signature;
    this.muxers = muxers;
  }

  static byte[] encode(PublicKey identityKey, byte[] signature, List<String> muxers) {
    ProtoWriter extensions = new ProtoWriter();
    for (String muxer : muxers) {
      extensions.string(STREAM_MUXERS, muxer);
    }
    return new ProtoWriter()
        .bytes(IDENTITY_KEY, identityKey.encode())
        .bytes(IDENTITY_SIGNATURE, signature)
        .message(EXTENSIONS, extensions)
        .toBytes();
  }

  static NoisePayload decode(byte[] message) {
    byte[] key = Bytes.NONE;
    byte[] signature = Bytes.NONE;
    List<String> muxers = new ArrayList<>();
    ProtoReader reader = new ProtoReader(message);
    while (reader.next()) {
      int field = reader.field();
      if (field == IDENTITY_KEY) {
        key = reader.bytes();
      } else if (field == IDENTITY_SIGNATURE) {
        signature = reader.bytes();
      } else if (field == EXTENSIONS) {
        decodeExtensions(reader.message(), muxers);
      }
    }
    return new NoisePayload(PublicKey.decode(key), signature, muxers);
  }

  private static void decodeExtensions(ProtoReader reader, List<String> muxers) {
    while (reader.next()) {
      if (reader.field() == STREAM_MUXERS && muxers.size() < MAX_MUXERS) {
        muxers.add(reader.string());
      }
    }
  }

  /** What the peer signed when it made its static key. */
  static byte[] signedBytes(byte[] staticKey) {
    return Bytes.join(Utf8.encode(Noise.SIGNATURE_PREFIX), staticKey);
  }

  PublicKey identityKey() {
    return identityKey;
  }

  byte[] signature() {
    return signature;
  }

  List<String> muxers() {
    return muxers;
  }
}
