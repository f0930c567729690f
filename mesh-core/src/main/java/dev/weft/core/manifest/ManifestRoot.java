package dev.weft.core.manifest;

import static dev.weft.core.manifest.ManifestText.isPrintable;
import static dev.weft.core.manifest.ManifestText.require;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.unixfs.BlockLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site's manifest: what the site's key has signed, in a {@link SignedEnvelope} of domain {@code
 * weft-manifest} and payload type {@code /weft/manifest}.
 *
 * @param sequence grows with each change, from 0 on; never goes back
 * @param issuedUnixSeconds when it was signed
 * @param expiresUnixSeconds until when it counts, unless it is fresh from the site's origin
 * @param siteKey the key that signs it, which names the site in the mesh
 * @param allowedOrigins of pages that may use it ({@code https://example.com}), at most {@value
 *     #MAX_ORIGINS}
 * @param bootstrap where to join the mesh, at most {@value #MAX_BOOTSTRAP}
 * @param chunkBytes the chunk size of all its assets, as {@link BlockLayout} allows it
 * @param shards strictly sorted by prefix, at most {@value #MAX_SHARDS}
 * @param endorsement the former key's word for this one, after a change of keys; else null
 */
public record ManifestRoot(
    long sequence,
    long issuedUnixSeconds,
    long expiresUnixSeconds,
    PublicKey siteKey,
    List<String> allowedOrigins,
    List<Multiaddr> bootstrap,
    int chunkBytes,
    List<ShardRef> shards,
    @Nullable KeyEndorsement endorsement) {
  /** The largest envelope in bytes: what each visit pays first. */
  public static final int MAX_BYTES = 1 << 14;

  /** The most origins, which their bytes share with the shards. */
  public static final int MAX_ORIGINS = 64;

  /** The longest origin, in characters: a host name of 253 with scheme and port. */
  public static final int MAX_ORIGIN_CHARS = 272;

  /** The most bootstrap addresses: a page uses few. */
  public static final int MAX_BOOTSTRAP = 16;

  /** The most shards: as many as fit beside nothing else. */
  public static final int MAX_SHARDS = 320;

  private static final String DOMAIN = "weft-manifest";
  private static final String PAYLOAD_TYPE = "/weft/manifest";

  private static final int SEQUENCE = 1;
  private static final int ISSUED = 2;
  private static final int EXPIRES = 3;
  private static final int SITE_KEY = 4;
  private static final int ALLOWED_ORIGINS = 5;
  private static final int BOOTSTRAP = 6;
  private static final int CHUNK_SIZE = 7;
  private static final int SHARDS = 8;
  private static final int ENDORSEMENT = 9;

  /** Throws code {@code bad-manifest} for a value out of its bounds. */
  public ManifestRoot {
    require(sequence >= 0 && sequence <= ProtoReader.MAX_EXACT, "sequence");
    require(issuedUnixSeconds >= 0 && expiresUnixSeconds >= issuedUnixSeconds, "expiry");
    require(expiresUnixSeconds <= ProtoReader.MAX_EXACT, "expiry");
    requireFew(allowedOrigins, bootstrap, shards);
    for (String origin : allowedOrigins) {
      boolean web = origin.startsWith("https://") || origin.startsWith("http://");
      require(web && isPrintable(origin, MAX_ORIGIN_CHARS), "origin");
    }
    require(BlockLayout.isChunkSize(chunkBytes), "chunk size");
    for (int i = 1; i < shards.size(); i++) {
      require(shards.get(i - 1).prefix().compareTo(shards.get(i).prefix()) < 0, "shard order");
    }
  }

  /**
   * Verifies the envelope and reads the manifest; whose key it is remains to be judged, see {@link
   * ManifestTrust}.
   *
   * <p>Fails with code {@code bad-manifest}, those of {@link SignedEnvelope#open}, or that of a
   * part.
   */
  public static Promise<ManifestRoot> open(Signatures signatures, byte[] envelope) {
    return SignedEnvelope.open(signatures, envelope, MAX_BYTES, DOMAIN, Utf8.encode(PAYLOAD_TYPE))
        .map(
            opened -> {
              ManifestRoot root = decode(opened.payload());
              require(isSame(root.siteKey, opened.signer()), "signed by another key");
              return root;
            });
  }

  /**
   * The signed envelope. Fails with code {@code bad-manifest} when the signer's key is not the
   * site's, or the envelope is larger than {@value #MAX_BYTES} bytes.
   */
  public Promise<byte[]> sign(Signatures.Signer signer) {
    if (!Arrays.equals(signer.publicKey(), siteKey.raw())) {
      return Promise.failed(MeshException.local("bad-manifest", "not the site's key"));
    }
    return SignedEnvelope.seal(signer, DOMAIN, Utf8.encode(PAYLOAD_TYPE), encode())
        .map(
            envelope -> {
              if (envelope.length > MAX_BYTES) {
                throw MeshException.local("bad-manifest", "root too large");
              }
              return envelope;
            });
  }

  /** The shard that lists the path if any does: of the longest prefix; null when none has it. */
  public @Nullable ShardRef shardOf(String path) {
    ShardRef longest = null;
    for (ShardRef shard : shards) {
      // Of the prefixes of one path, the longer one sorts after the shorter.
      if (path.startsWith(shard.prefix())) {
        longest = shard;
      }
    }
    return longest;
  }

  static boolean isSame(PublicKey one, PublicKey other) {
    return Arrays.equals(one.encode(), other.encode());
  }

  private byte[] encode() {
    ProtoWriter out =
        new ProtoWriter()
            .varint(SEQUENCE, sequence)
            .varint(ISSUED, issuedUnixSeconds)
            .varint(EXPIRES, expiresUnixSeconds)
            .bytes(SITE_KEY, siteKey.encode());
    for (String origin : allowedOrigins) {
      out.string(ALLOWED_ORIGINS, origin);
    }
    for (Multiaddr address : bootstrap) {
      out.bytes(BOOTSTRAP, address.encode());
    }
    out.varint(CHUNK_SIZE, chunkBytes);
    for (ShardRef shard : shards) {
      out.message(
          SHARDS,
          new ProtoWriter()
              .string(1, shard.prefix())
              .bytes(2, shard.cid().encode())
              .varint(3, shard.size()));
    }
    if (endorsement != null) {
      out.bytes(ENDORSEMENT, endorsement.encode());
    }
    return out.toBytes();
  }

  private static ManifestRoot decode(byte[] payload) {
    long sequence = -1;
    long issued = -1;
    long expires = -1;
    byte[] siteKey = {};
    List<String> origins = new ArrayList<>();
    List<Multiaddr> bootstrap = new ArrayList<>();
    int chunkBytes = 0;
    List<ShardRef> shards = new ArrayList<>();
    KeyEndorsement endorsement = null;
    ProtoReader in = new ProtoReader(payload);
    while (in.next()) {
      switch (in.field()) {
        case SEQUENCE -> sequence = in.varint();
        case ISSUED -> issued = in.varint();
        case EXPIRES -> expires = in.varint();
        case SITE_KEY -> siteKey = in.bytes();
        case ALLOWED_ORIGINS -> origins.add(in.string());
        case BOOTSTRAP -> bootstrap.add(Multiaddr.decode(in.bytes()));
        case CHUNK_SIZE -> chunkBytes = in.varint(BlockLayout.MAX_CHUNK_BYTES);
        case SHARDS -> shards.add(readShard(in.message()));
        case ENDORSEMENT -> endorsement = new KeyEndorsement(in.bytes());
        default -> in.skip();
      }
      requireFew(origins, bootstrap, shards);
    }
    return new ManifestRoot(
        sequence,
        issued,
        expires,
        PublicKey.decode(siteKey),
        origins,
        bootstrap,
        chunkBytes,
        shards,
        endorsement);
  }

  private static void requireFew(
      List<String> origins, List<Multiaddr> bootstrap, List<ShardRef> shards) {
    require(
        origins.size() <= MAX_ORIGINS
            && bootstrap.size() <= MAX_BOOTSTRAP
            && shards.size() <= MAX_SHARDS,
        "too many");
  }

  private static ShardRef readShard(ProtoReader in) {
    String prefix = "";
    Cid cid = null;
    int size = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> prefix = in.string();
        case 2 -> cid = in.cid();
        case 3 -> size = in.varint(ManifestShard.MAX_BYTES);
        default -> in.skip();
      }
    }
    return new ShardRef(prefix, ManifestText.present(cid), size);
  }
}
