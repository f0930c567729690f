package dev.weft.core.exchange;

import dev.weft.core.connection.Stream;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one peer wants of us, in its order; the first entry is under way. */
public final class UploadQueue {
  /** The most wants that a peer may have outstanding, so that small blocks are bounded too. */
  static final int MAX_WANTS = 256;

  final PeerSession session;
  private final Uploads uploads;
  private final List<Entry> entries = new ArrayList<>();
  private int queuedBytes;
  private long lastSentMillis;

  /** A block that is wanted: in a shard by its number, or by its own name and 0. */
  private static final class Entry {
    final Cid name;
    final int index;
    final int size;

    /** Whether it does not come. */
    boolean refused;

    /** Whether it holds a place among the uploads. */
    boolean active;

    byte @Nullable [] block;
    int sent;

    Entry(Cid name, int index, int size, boolean refused) {
      this.name = name;
      this.index = index;
      this.size = size;
      this.refused = refused;
    }
  }

  UploadQueue(PeerSession session, Uploads uploads) {
    this.session = session;
    this.uploads = uploads;
    uploads.add(this);
  }

  /** The peer wants a block of a shard; see {@link ExchangeNode#blocks}. */
  void want(Cid shard, int index, ExchangeNode node) {
    int blocks = node.blocks(shard);
    if (blocks >= 0 && (index < 0 || index >= blocks)) {
      throw ExchangeWire.violation("want out of range");
    }
    if (isWanted(shard, index)) {
      throw ExchangeWire.violation("wanted twice");
    }
    int size = blocks < 0 ? 0 : node.blockSize(shard, index);
    if (entries.size() >= MAX_WANTS
        || (queuedBytes > 0 && queuedBytes + size > PathEstimate.MAX_WINDOW_BYTES)) {
      throw ExchangeWire.violation("too much wanted");
    }
    add(shard, index, size, blocks < 0 || !uploads.allowed());
  }

  /** Whether the block waits, or is under way. */
  public boolean isWanted(Cid name, int index) {
    return find(name, index) != null;
  }

  /** How many blocks wait, or are under way. */
  public int size() {
    return entries.size();
  }

  /** A block is wanted; when it is refused, that is said in its turn. */
  public void add(Cid name, int index, int size, boolean refused) {
    if (entries.isEmpty()) {
      lastSentMillis = uploads.loop.nowMillis();
    }
    queuedBytes += size;
    entries.add(new Entry(name, index, size, refused));
  }

  /** The peer no longer wants it; nothing happens when it has been sent. */
  void cancel(Cid shard, int index) {
    Entry entry = find(shard, index);
    if (entry != null) {
      entry.refused = true;
    }
  }

  /** The same, and nothing is said of it. One that is under way goes on. */
  public void drop(Cid name, int index) {
    Entry entry = find(name, index);
    if (entry != null && !entry.active) {
      end(entry);
    }
  }

  private @Nullable Entry head() {
    return entries.isEmpty() ? null : entries.get(0);
  }

  private @Nullable Entry find(Cid name, int index) {
    for (Entry entry : entries) {
      if (entry.index == index && entry.name.equals(name)) {
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
    Stream out = session.out();
    if (out.writable() <= 0) {
      out.onWritable(uploads::pump);
      return false;
    }
    if (entry.refused || !uploads.allowed()) {
      end(entry);
      session.say(ExchangeWire.DONT_HAVE, entry.name, entry.index, null);
      return true;
    }
    if (entry.active) {
      return entry.block != null && send(entry, entry.block);
    }
    if (!uploads.start()) {
      return false;
    }
    entry.active = true;
    session
        .read(entry.name, entry.index)
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

  private boolean send(Entry entry, byte[] block) {
    int sent = session.send(entry.name, entry.index, block, entry.sent);
    int length = sent - entry.sent;
    lastSentMillis = uploads.loop.nowMillis();
    entry.sent = sent;
    queuedBytes -= length;
    uploads.sent(length);
    if (sent == entry.size) {
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
