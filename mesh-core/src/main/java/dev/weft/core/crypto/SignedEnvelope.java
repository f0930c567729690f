package dev.weft.core.crypto;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import java.util.Arrays;

/**
 * A payload that somebody has signed (libp2p specs, RFC 0002).
 *
 * <p>Fields: 1 public_key, 2 payload_type, 3 payload, 5 signature. What is signed: the domain, the
 * payload type and the payload, each after its length as a uvarint.
 */
public final class SignedEnvelope {
  private static final int PUBLIC_KEY = 1;
  private static final int PAYLOAD_TYPE = 2;
  private static final int PAYLOAD = 3;
  private static final int SIGNATURE = 5;

  private final PublicKey signer;
  private final byte[] payload;

  private SignedEnvelope(PublicKey signer, byte[] payload) {
    this.signer = signer;
    this.payload = payload;
  }

  /** Signs the payload; answers with the envelope's bytes. */
  public static Promise<byte[]> seal(
      Signatures.Signer signer, String domain, byte[] payloadType, byte[] payload) {
    byte[] key = PublicKey.ofEd25519(signer.publicKey()).encode();
    return signer
        .sign(signedBytes(domain, payloadType, payload))
        .map(signature -> encode(key, payloadType, payload, signature));
  }

  /**
   * Reads an envelope and verifies its signature.
   *
   * <p>Fails with code {@code bad-envelope} when it is longer than {@code maxBytes}, malformed, of
   * another payload type, or not in canonical form (each field once, in order, nothing else); with
   * {@code bad-key} for a key other than Ed25519; with {@code bad-signature}.
   */
  public static Promise<SignedEnvelope> open(
      Signatures signatures, byte[] envelope, int maxBytes, String domain, byte[] payloadType) {
    byte[] key = Bytes.NONE;
    byte[] payload = Bytes.NONE;
    byte[] signature = Bytes.NONE;
    PublicKey signer;
    try {
      if (envelope.length > maxBytes) {
        throw malformed();
      }
      ProtoReader reader = new ProtoReader(envelope);
      while (reader.next()) {
        int field = reader.field();
        if (field == PUBLIC_KEY) {
          key = reader.bytes();
        } else if (field == PAYLOAD) {
          payload = reader.bytes();
        } else if (field == SIGNATURE) {
          signature = reader.bytes();
        }
      }
      if (!Arrays.equals(envelope, encode(key, payloadType, payload, signature))) {
        throw malformed();
      }
      signer = PublicKey.decode(key);
    } catch (MeshException refused) {
      return Promise.failed(refused);
    }
    SignedEnvelope opened = new SignedEnvelope(signer, payload);
    return signer
        .verify(signatures, signedBytes(domain, payloadType, payload), signature)
        .map(opened::ifSigned);
  }

  private SignedEnvelope ifSigned(boolean verified) {
    if (!verified) {
      throw MeshException.peer("bad-signature");
    }
    return this;
  }

  /** Who signed. */
  public PublicKey signer() {
    return signer;
  }

  /** What was signed; not to be changed. */
  public byte[] payload() {
    return payload;
  }

  private static byte[] encode(byte[] key, byte[] payloadType, byte[] payload, byte[] signature) {
    return new ProtoWriter()
        .bytes(PUBLIC_KEY, key)
        .bytes(PAYLOAD_TYPE, payloadType)
        .bytes(PAYLOAD, payload)
        .bytes(SIGNATURE, signature)
        .toBytes();
  }

  private static byte[] signedBytes(String domain, byte[] payloadType, byte[] payload) {
    return Bytes.join(
        Delimited.frame(Utf8.encode(domain)),
        Delimited.frame(payloadType),
        Uvarint.encode(payload.length),
        payload);
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-envelope");
  }
}
