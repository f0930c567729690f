package dev.weft.browser.publish;

import dev.weft.browser.js.Bytes;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.manifest.KeyEndorsement;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestTerms;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.core.unixfs.DagBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/**
 * The module's functions. They throw errors whose {@code message} is a code of the core; a host
 * that answers later than within the call fails with code {@code late}.
 */
public final class Publisher {
  private Publisher() {}

  /** Gives a file's bytes, piece by piece. */
  interface Source extends JSObject {
    /** The next ones, a typed array; null at the end. */
    @Nullable JSObject next();
  }

  /** TeaVM asks for it; a module is loaded for its functions. */
  public static void main(String[] args) {}

  /** The root of a file's DAG, as text. */
  @JSExport
  public static String hash(JSObject host, int chunkBytes, JSObject source) {
    DagBuilder builder = new DagBuilder(chunkBytes, Host.digests((Host) host), (cid, block) -> {});
    Source pieces = (Source) source;
    for (JSObject piece = pieces.next(); piece != null; piece = pieces.next()) {
      answer(builder.write(Bytes.ofView(piece)));
    }
    return answer(builder.finish()).cid().toString();
  }

  /** Signs a {@link Site}: {@code {manifest, siteKey, shards: [[cid, bytes]]}}. */
  @JSExport
  public static JSObject sign(JSObject host, JSObject what) {
    Site site = (Site) what;
    Signatures.Signer signer = Host.signer((Host) host, site.getKey());
    PublicKey siteKey = PublicKey.ofEd25519(signer.publicKey());
    Host.Key former = site.getFormerKey();
    KeyEndorsement endorsement =
        former == null
            ? null
            : answer(KeyEndorsement.of(siteKey, Host.signer((Host) host, former)));
    ManifestTerms terms =
        new ManifestTerms(
            signer,
            Site.pageOrigins(site),
            Site.bootstrap(site),
            site.getChunkBytes(),
            endorsement);
    SignedManifest signed =
        answer(
            SignedManifest.of(
                Site.entries(site),
                terms,
                (long) site.getSequence(),
                (long) site.getUnixSeconds()));
    JSObject result = signed(signed.envelope(), siteKey.encode());
    for (Map.Entry<String, byte[]> shard : signed.shards().entrySet()) {
      addShard(result, shard.getKey(), shard.getValue());
    }
    return result;
  }

  /**
   * Reads a signed root, as {@link #sign} gives it, with no shard's bytes; and its {@code
   * sequence}.
   */
  @JSExport
  public static JSObject open(JSObject host, JSObject envelope) {
    byte[] bytes = Bytes.ofView(envelope);
    ManifestRoot root = answer(ManifestRoot.open(Host.signatures((Host) host), bytes));
    JSObject result = signed(bytes, root.siteKey().encode());
    for (ShardRef shard : root.shards()) {
      addShard(result, shard.cid().toString(), new byte[0]);
    }
    setSequence(result, (double) root.sequence());
    return result;
  }

  private static <T> T answer(Promise<T> promise) {
    List<T> values = new ArrayList<>();
    promise.then(
        values::add,
        failure -> {
          throw failure;
        });
    if (values.isEmpty()) {
      throw MeshException.local("late");
    }
    return values.get(0);
  }

  @JSBody(
      params = {"manifest", "siteKey"},
      script =
          "return {manifest:new Uint8Array(manifest.buffer),"
              + "siteKey:new Uint8Array(siteKey.buffer),shards:[]}")
  private static native JSObject signed(@JSByRef byte[] manifest, @JSByRef byte[] siteKey);

  @JSBody(
      params = {"result", "cid", "bytes"},
      script = "result.shards.push([cid,new Uint8Array(bytes.buffer)])")
  private static native void addShard(JSObject result, String cid, @JSByRef byte[] bytes);

  @JSBody(
      params = {"result", "sequence"},
      script = "result.sequence=sequence")
  private static native void setSequence(JSObject result, double sequence);
}
