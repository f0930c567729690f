package dev.weft.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.SignedEnvelope;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmSignatures;
import dev.weft.testkit.SeededEntropy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTrustTest {
  private static final long ISSUED = 1_700_000_000L;
  private static final long EXPIRES = ISSUED + 30L * 86_400;

  private final JvmSignatures signatures =
      new JvmSignatures(Effects.direct(), new SeededEntropy(1));
  private final Signatures.Signer siteKey = now(signatures.generate());
  private final Signatures.Signer newKey = now(signatures.generate());
  private final ManifestTrust trust = new ManifestTrust(signatures, null, 0);

  @Test
  void readsWhatWasSigned() {
    ManifestRoot root =
        new ManifestRoot(
            7,
            ISSUED,
            EXPIRES,
            key(siteKey),
            List.of("https://a.example", "http://localhost:8080"),
            List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1/ws")),
            1 << 18,
            List.of(shard("/"), shard("/img/"), shard("/img/a")),
            null);
    ManifestRoot opened = now(ManifestRoot.open(signatures, now(root.sign(siteKey))));
    assertThat(opened.sequence()).isEqualTo(7);
    assertThat(opened.issuedUnixSeconds()).isEqualTo(ISSUED);
    assertThat(opened.expiresUnixSeconds()).isEqualTo(EXPIRES);
    assertThat(opened.siteKey().raw()).isEqualTo(siteKey.publicKey());
    assertThat(opened.allowedOrigins()).isEqualTo(root.allowedOrigins());
    assertThat(opened.bootstrap()).isEqualTo(root.bootstrap());
    assertThat(opened.chunkBytes()).isEqualTo(1 << 18);
    assertThat(opened.shards()).isEqualTo(root.shards());
    assertThat(opened.endorsement()).isNull();
    assertThat(opened.shardOf("/img/b")).isEqualTo(root.shards().get(1));
    assertThat(opened.shardOf("/img/ab")).isEqualTo(root.shards().get(2));
    assertThat(opened.shardOf("/x")).isEqualTo(root.shards().get(0));
  }

  @Test
  void pinsTheKeyOfTheFirstManifestFromTheOrigin() {
    assertRefused("manifest-key", trust.fromElsewhere(signed(siteKey, 1), ISSUED));
    now(trust.fromOrigin(signed(siteKey, 1)));
    assertThat(trust.key().raw()).isEqualTo(siteKey.publicKey());
    assertRefused("manifest-key", trust.fromOrigin(signed(newKey, 2)));
    now(trust.fromElsewhere(signed(siteKey, 2), ISSUED));
    assertThat(trust.sequence()).isEqualTo(2);
  }

  @Test
  void refusesALowerSequenceFromAnywhere() {
    now(trust.fromOrigin(signed(siteKey, 5)));
    assertRefused("manifest-rollback", trust.fromOrigin(signed(siteKey, 4)));
    assertRefused("manifest-rollback", trust.fromElsewhere(signed(siteKey, 4), ISSUED));
    now(trust.fromOrigin(signed(siteKey, 5)));
    ManifestTrust restarted = new ManifestTrust(signatures, trust.key(), trust.sequence());
    assertRefused("manifest-rollback", restarted.fromOrigin(signed(siteKey, 4)));
  }

  @Test
  void judgesExpiryOnlyAwayFromTheOrigin() {
    now(trust.fromOrigin(signed(siteKey, 1)));
    now(trust.fromElsewhere(signed(siteKey, 1), EXPIRES));
    assertRefused("manifest-expired", trust.fromElsewhere(signed(siteKey, 2), EXPIRES + 1));
    assertThat(trust.sequence()).isEqualTo(1);
    now(trust.fromOrigin(signed(siteKey, 2)));
  }

  @Test
  void followsTheKeyToOneThatItEndorses() {
    now(trust.fromOrigin(signed(siteKey, 1)));
    KeyEndorsement endorsement = now(KeyEndorsement.of(key(newKey), siteKey));
    now(trust.fromOrigin(signed(newKey, 2, endorsement)));
    assertThat(trust.key().raw()).isEqualTo(newKey.publicKey());
    assertRefused("manifest-key", trust.fromOrigin(signed(siteKey, 3)));
  }

  @Test
  void refusesAnEndorsementOfOrByAnotherKey() {
    now(trust.fromOrigin(signed(siteKey, 1)));
    Signatures.Signer third = now(signatures.generate());
    KeyEndorsement ofThird = now(KeyEndorsement.of(key(third), siteKey));
    assertRefused("manifest-key", trust.fromOrigin(signed(newKey, 2, ofThird)));
    KeyEndorsement byItself = now(KeyEndorsement.of(key(newKey), newKey));
    assertRefused("manifest-key", trust.fromOrigin(signed(newKey, 2, byItself)));
    byte[] forged = now(KeyEndorsement.of(key(newKey), siteKey)).encode();
    forged[forged.length - 1] ^= 1;
    assertRefused("bad-signature", trust.fromOrigin(signed(newKey, 2, new KeyEndorsement(forged))));
    assertRefused(
        "manifest-rollback",
        trust.fromOrigin(signed(newKey, 0, now(KeyEndorsement.of(key(newKey), siteKey)))));
    assertThat(trust.key().raw()).isEqualTo(siteKey.publicKey());
  }

  @Test
  void refusesAManifestThatNamesAnotherKeyThanItsSigners() {
    ProtoWriter payload =
        new ProtoWriter()
            .varint(1, 1)
            .varint(2, 1)
            .varint(3, 2)
            .bytes(4, key(siteKey).encode())
            .varint(7, 1 << 18);
    assertRefused("bad-manifest", ManifestRoot.open(signatures, seal(newKey, payload)));
    now(ManifestRoot.open(signatures, seal(siteKey, payload)));
    assertRefused(
        "bad-manifest", ManifestRoot.open(signatures, seal(siteKey, payload.varint(7, 1 << 15))));
  }

  @Test
  void refusesAChangedOrOversizedEnvelope() {
    byte[] changed = signed(siteKey, 1);
    changed[changed.length - 1] ^= 1;
    assertRefused("bad-signature", trust.fromOrigin(changed));
    assertRefused("bad-envelope", trust.fromOrigin(new byte[ManifestRoot.MAX_BYTES + 1]));
    List<ShardRef> shards = new ArrayList<>();
    for (int i = 0; i < ManifestRoot.MAX_SHARDS; i++) {
      shards.add(shard("/a-long-name/" + (1000 + i)));
    }
    assertRefused("bad-manifest", root(1, shards, List.of()).sign(siteKey));
    assertRefused("bad-manifest", root(1, List.of(), List.of()).sign(newKey));
  }

  @Test
  void refusesValuesOutOfBounds() {
    assertRefusedNow(() -> root(-1, List.of(), List.of()));
    assertRefusedNow(() -> root(1L << 53, List.of(), List.of()));
    assertRefusedNow(() -> root(1, ISSUED, 1L << 53));
    assertRefusedNow(() -> root(1, List.of(shard("/b"), shard("/a")), List.of()));
    assertRefusedNow(() -> root(1, List.of(shard("/a"), shard("/a")), List.of()));
    assertRefusedNow(() -> root(1, List.of(), List.of("ftp://a")));
    assertRefusedNow(() -> root(1, List.of(), List.of("https://a\n")));
    assertRefusedNow(() -> root(1, List.of(), Collections.nCopies(65, "https://a")));
    assertRefusedNow(() -> shard("a"));
    assertRefusedNow(() -> new ShardRef("/", Cid.dagPb(new byte[32]), 1));
    assertRefusedNow(() -> new ShardRef("/", Cid.raw(new byte[32]), ManifestShard.MAX_BYTES + 1));
    assertRefusedNow(() -> new KeyEndorsement(new byte[KeyEndorsement.MAX_BYTES + 1]));
  }

  private ManifestRoot root(long sequence, List<ShardRef> shards, List<String> origins) {
    return new ManifestRoot(
        sequence, ISSUED, EXPIRES, key(siteKey), origins, List.of(), 1 << 18, shards, null);
  }

  private ManifestRoot root(long sequence, long issued, long expires) {
    return new ManifestRoot(
        sequence, issued, expires, key(siteKey), List.of(), List.of(), 1 << 18, List.of(), null);
  }

  private byte[] signed(Signatures.Signer signer, long sequence) {
    return signed(signer, sequence, null);
  }

  private byte[] signed(Signatures.Signer signer, long sequence, KeyEndorsement endorsement) {
    ManifestRoot root =
        new ManifestRoot(
            sequence,
            ISSUED,
            EXPIRES,
            key(signer),
            List.of(),
            List.of(),
            1 << 18,
            List.of(),
            endorsement);
    return now(root.sign(signer));
  }

  private static byte[] seal(Signatures.Signer signer, ProtoWriter payload) {
    return now(
        SignedEnvelope.seal(
            signer, "weft-manifest", Utf8.encode("/weft/manifest"), payload.toBytes()));
  }

  private static PublicKey key(Signatures.Signer signer) {
    return PublicKey.ofEd25519(signer.publicKey());
  }

  private static ShardRef shard(String prefix) {
    return new ShardRef(prefix, Cid.raw(new byte[32]), 100);
  }

  private static void assertRefused(String code, Promise<?> promise) {
    assertThatThrownBy(() -> now(promise))
        .isInstanceOfSatisfying(
            MeshException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static void assertRefusedNow(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            MeshException.class, refusal -> assertThat(refusal.code()).isEqualTo("bad-manifest"));
  }

  private static <T> T now(Promise<T> promise) {
    List<T> values = new ArrayList<>(1);
    promise.then(
        values::add,
        failure -> {
          throw failure;
        });
    assertThat(values).hasSize(1);
    return values.get(0);
  }
}
