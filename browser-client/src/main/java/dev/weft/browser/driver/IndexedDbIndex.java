package dev.weft.browser.driver;

import dev.weft.browser.js.BlockRecord;
import dev.weft.browser.js.BlockTable;
import dev.weft.core.cache.CacheIndex;
import dev.weft.core.cache.CachedBlock;
import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** The cache's index in IndexedDB, one record a block. */
public final class IndexedDbIndex implements CacheIndex {
  private static final String FAILED = "storage-failed";

  private final Promise<BlockTable> table = Later.of(BlockTable.open(), FAILED);

  @Override
  public Promise<List<CachedBlock>> load(int max) {
    return table.flatMap(open -> Later.of(open.load(max), FAILED, IndexedDbIndex::blocks));
  }

  private static List<CachedBlock> blocks(JSArrayReader<BlockRecord> records) {
    List<CachedBlock> blocks = new ArrayList<>();
    for (int i = 0; i < records.getLength(); i++) {
      BlockRecord record = records.get(i);
      blocks.add(
          new CachedBlock(
              Cid.parse(record.getCid()),
              Cid.parse(record.getRoot()),
              record.getIndex(),
              record.getSize(),
              (long) record.getUsed()));
    }
    return blocks;
  }

  @Override
  public Promise<Done> save(List<CachedBlock> changed, List<Cid> removed) {
    JSArray<BlockRecord> puts = new JSArray<>();
    for (CachedBlock block : changed) {
      puts.push(
          BlockRecord.create(
              block.cid.toString(),
              block.root.toString(),
              block.index,
              block.size,
              (double) block.lastUsedSeconds));
    }
    JSArray<JSString> deletes = new JSArray<>();
    for (Cid cid : removed) {
      deletes.push(JSString.valueOf(cid.toString()));
    }
    return table.flatMap(open -> Later.of(open.save(puts, deletes), FAILED, done -> Done.DONE));
  }
}
