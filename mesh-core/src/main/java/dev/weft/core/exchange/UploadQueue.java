package dev.weft.core.exchange;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one peer wants of us, in its order; the first entry is under way. */
final class UploadQueue {
  /** The most wants that a peer may have outstanding, so that small blocks are bounded too. */
  static final int MAX_WANTS = 256;

  final ExchangeSession session;
  private final ExchangeNode node;
  private final Uploads uploads;
  private final ByteChannel out;
  private final List<Entry> entries = new ArrayList<>();
  private int queuedBytes;
  private long lastSentMillis;

  private static final class Entry {
    final Cid shard;
    final int index;
    final int size;

    /** Whether the answer is a dont-have. */
    boolean refused;

    /** Whether it holds a place among the uploads. */
    boolean active;

    byte @Nullable [] block;
    int sent;

    Entry(Cid shard, int index, int size) {
      this.shard = shard;
      this.index = index;
      this.size = size;
    }
  }

  UploadQueue(ExchangeSession session, ExchangeNode node, Uploads uploads, ByteChannel out) {
    this.session = session;
    this.node = node;
    this.uploads = uploads;
    this.out = out;
    uploads.add(this);
  }

  /** The peer wants a block; {@code blocks} is how many the shard counts, −1 for an unknown one. */
  void want(Cid shard, int index, int blocks) {
    if (blocks >= 0 && (index < 0 || index >= blocks)) {
      throw ExchangeWire.violation("want out of range");
    }
    if (find(shard, index) != null) {
      throw ExchangeWire.violation("wanted twice");
    }
    Entry entry = new Entry(shard, index, blocks < 0 ? 0 : node.blockSize(shard, index));
    entry.refused = blocks < 0 || !uploads.allowed();
    if (entries.size() >= MAX_WANTS
        || (queuedBytes > 0 && queuedBytes + entry.size > PathEstimate.MAX_WINDOW_BYTES)) {
      throw ExchangeWire.violation("too much wanted");
    }
    if (entries.isEmpty()) {
      lastSentMillis = uploads.loop.nowMillis();
    }
    queuedBytes += entry.size;
    entries.add(entry);
  }

  /** The peer no longer wants it; nothing happens when it has been sent. */
  void cancel(Cid shard, int index) {
    Entry entry = find(shard, index);
    if (entry != null) {
      entry.refused = true;
    }
  }

  private @Nullable Entry head() {
    return entries.isEmpty() ? null : entries.get(0);
  }

  private @Nullable Entry find(Cid shard, int index) {
    for (Entry entry : entries) {
      if (entry.index == index && entry.shard.equals(shard)) {
        return entry;
      }
    }
    return null;
  }

  /** Sends one frame, or sets a read going that leads to one; false when nothing can be done. */
  boolean step() {
    Entry entry = head();
    if (entry == null) {
      return false;
    }
    if (out.writable() <= 0) {
      out.onWritable(uploads::pump);
      return false;
    }
    if (entry.refused || !uploads.allowed()) {
      end(entry);
      out.write(ExchangeWire.numbers(ExchangeWire.DONT_HAVE, entry.shard, entry.index));
      return true;
    }
    if (entry.active) {
      return entry.block != null && sendSlice(entry, entry.block);
    }
    if (!uploads.start()) {
      return false;
    }
    entry.active = true;
    node.read(entry.shard, entry.index)
        .then(block -> loaded(entry, block), reason -> loaded(entry, null));
    return true;
  }

  private void loaded(Entry entry, byte @Nullable [] block) {
    if (block != null && block.length == entry.size) {
      entry.block = block;
    } else {
      entry.refused = true;
    }
    uploads.pump();
  }

  private boolean sendSlice(Entry entry, byte[] block) {
    int length = Math.min(entry.size - entry.sent, ExchangeWire.MAX_SLICE_BYTES);
    out.write(ExchangeWire.slice(entry.shard, entry.index, block, entry.sent, length));
    lastSentMillis = uploads.loop.nowMillis();
    entry.sent += length;
    queuedBytes -= length;
    uploads.sent(length);
    if (entry.sent == entry.size) {
      end(entry);
    }
    return true;
  }

  private void end(Entry entry) {
    Same.remove(entries, entry);
    queuedBytes -= entry.size - entry.sent;
    if (entry.active) {
      entry.active = false;
      uploads.ended();
    }
  }

  boolean isStuckSince(long millis) {
    Entry entry = head();
    return entry != null && entry.active && lastSentMillis < millis;
  }

  void close() {
    while (!entries.isEmpty()) {
      end(entries.get(0));
    }
    uploads.remove(this);
  }
}
