package dev.weft.core.fetch;

import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An asset of the manifest, and where its blocks stand in its shard. */
public final class Asset {
  /** What pages ask for, absolute. */
  public final String path;

  /** Where the origin has these bytes: its path, or that of a gzip variant. */
  final String location;

  /** Its root's name. */
  public final Cid root;

  /** Its size in bytes, decoded; a gzip variant's is that of the compressed bytes. */
  public final long size;

  /** What the origin would send for the path, encoded; {@link #size} when these bytes. */
  public final long encodedSize;

  /** Its {@code Content-Type}. */
  public final String mediaType;

  /** Further headers that a response with it has. */
  public final List<ResponseHeader> headers;

  /** Its blocks. */
  public final BlockLayout layout;

  /** The shard that lists it. */
  final Cid shard;

  /** Number of its root in the shard's DAG pre-order. */
  final int firstBlock;

  /** The same content compressed, an asset of its own; or null. */
  @Nullable Asset gzip;

  /** Whether the origin has failed to give it. */
  boolean unavailable;

  /** The strong ETag of the origin's last answer, or null. */
  @Nullable String etag;

  Asset(
      String path,
      String location,
      Cid root,
      long encodedSize,
      String mediaType,
      List<ResponseHeader> headers,
      BlockLayout layout,
      Cid shard,
      int firstBlock) {
    this.path = path;
    this.location = location;
    this.root = root;
    this.size = layout.fileBytes();
    this.encodedSize = encodedSize;
    this.mediaType = mediaType;
    this.headers = headers;
    this.layout = layout;
    this.shard = shard;
    this.firstBlock = firstBlock;
  }

  /** Whether the origin may be asked for a part of it: it is sent as it is, and in many blocks. */
  boolean mayBeRanged() {
    return encodedSize == size && layout.leafCount() > 4;
  }
}
