package dev.weft.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.testkit.MemoryBlocks;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
  private static final int BLOCK = 1_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final MemoryBlocks storage = new MemoryBlocks(loop);
  private final SeededEntropy entropy = new SeededEntropy(1);
  private final List<String> changes = new ArrayList<>();
  private BlockCache cache = open(3 * BLOCK);

  @BeforeEach
  void listen() {
    cache.listener((block, present) -> changes.add((present ? "+" : "-") + block.index));
  }

  private BlockCache open(long quotaBytes) {
    BlockCache opened =
        new BlockCache(loop, data -> Promise.of(Sha256.digest(data)), storage, storage, quotaBytes);
    opened.open();
    loop.runReady();
    return opened;
  }

  /** As the next page finds it. */
  private void reopen() {
    reopen(3 * BLOCK);
  }

  private void reopen(long quotaBytes) {
    loop.runFor(BlockCache.SAVE_DELAY_MILLIS);
    cache = open(quotaBytes);
    listen();
  }

  private Cid put(int number) {
    Cid cid = putAndGo(number, BLOCK);
    loop.runFor(BlockCache.QUIET_MILLIS);
    return cid;
  }

  private Cid putAndGo(int number, int size) {
    byte[] block = entropy.bytes(size);
    Cid cid = Cid.raw(Sha256.digest(block));
    cache.put(cid, cid, number, block);
    return cid;
  }

  private List<Object> read(Cid cid) {
    List<Object> answer = new ArrayList<>();
    cache.read(cid).then(answer::add, answer::add);
    loop.runReady();
    return answer;
  }

  private static String code(List<Object> answer) {
    return ((MeshException) answer.get(0)).code();
  }

  @Test
  void whatWasPutIsRead() {
    Cid cid = put(1);
    assertThat(cache.contains(cid)).isTrue();
    assertThat(cache.ofAsset(cid, 1)).isNotNull();
    assertThat(cache.ofAsset(cid, 2)).isNull();
    assertThat(read(cid)).containsExactly(storage.blocks.get(cid));
    assertThat(changes).containsExactly("+1");
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    Cid first = put(1);
    Cid second = put(2);
    put(3);
    read(first);
    put(4);
    assertThat(changes).containsExactly("+1", "+2", "+3", "-2", "+4");
    assertThat(cache.contains(first)).isTrue();
    assertThat(storage.blocks).doesNotContainKey(second);
    assertThat(cache.bytes()).isEqualTo(3 * BLOCK);
  }

  @Test
  void theOrderOfUseSurvivesARestart() {
    Cid first = put(1);
    loop.runFor(100_000);
    Cid second = put(2);
    loop.runFor(100_000);
    read(first);
    loop.runFor(100_000);
    cache = open(3 * BLOCK);
    assertThat(cache.bytes()).isEqualTo(2 * BLOCK);
    put(3);
    put(4);
    assertThat(cache.contains(first)).isTrue();
    assertThat(cache.contains(second)).isFalse();
  }

  @Test
  void theLatestAreReadFromMemory() {
    cache = open(Long.MAX_VALUE);
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i <= BlockCache.MAX_MEMORY_BYTES >> 20; i++) {
      cids.add(putAndGo(i, 1 << 20));
      loop.runFor(BlockCache.QUIET_MILLIS);
    }
    storage.blocks.clear();
    for (Cid latest : cids.subList(1, cids.size())) {
      assertThat(read(latest)).hasOnlyElementsOfType(byte[].class);
    }
    assertThat(code(read(cids.get(0)))).isEqualTo("not-cached");
  }

  @Test
  void whatWasReadIsAmongTheLatest() {
    Cid first = put(1);
    reopen();
    read(first);
    storage.blocks.clear();
    assertThat(read(first)).hasOnlyElementsOfType(byte[].class);
  }

  @Test
  void whatLeavesTheCacheLeavesMemory() {
    Cid first = put(1);
    put(2);
    put(3);
    put(4);
    assertThat(code(read(first))).isEqualTo("not-cached");
  }

  @Test
  void aBlockThatRottedIsForgotten() {
    Cid cid = put(1);
    reopen();
    storage.blocks.get(cid)[7] ^= 1;
    assertThat(code(read(cid))).isEqualTo("not-cached");
    assertThat(cache.contains(cid)).isFalse();
    assertThat(changes).containsExactly("+1", "-1");
  }

  @Test
  void aBlockThatVanishedIsForgotten() {
    Cid cid = put(1);
    reopen();
    storage.blocks.clear();
    assertThat(code(read(cid))).isEqualTo("not-cached");
    assertThat(cache.contains(cid)).isFalse();
  }

  @Test
  void aBlockOverTheQuotaIsNotKept() {
    byte[] block = new byte[3 * BLOCK + 1];
    Cid cid = Cid.raw(Sha256.digest(block));
    cache.put(cid, cid, 0, block);
    loop.runReady();
    assertThat(cache.contains(cid)).isFalse();
    assertThat(storage.blocks).isEmpty();
  }

  @Test
  void whoLeavesThePageHasWhatIsPendingWrittenAndRecordedAtOnce() {
    Cid first = putAndGo(1, BLOCK);
    cache.hurry();
    Cid second = putAndGo(2, BLOCK);
    loop.runFor(10);
    assertThat(storage.blocks).containsOnlyKeys(first, second);
    cache = open(3 * BLOCK);
    assertThat(cache.contains(first)).isTrue();
    assertThat(cache.contains(second)).isTrue();
  }

  @Test
  void whoStaysAfterAllHasTheTimeAsBefore() {
    cache.hurry();
    loop.runFor(BlockCache.HURRY_MILLIS);
    putAndGo(1, BLOCK);
    loop.runFor(BlockCache.QUIET_MILLIS - 1);
    assertThat(storage.blocks).isEmpty();
  }

  @Test
  void whatIsNoLongerListedIsForgottenForGood() {
    Cid kept = put(1);
    Cid withdrawn = put(2);
    changes.clear();
    cache.keepOnly(List.of(kept));
    assertThat(changes).containsExactly("-2");
    assertThat(code(read(withdrawn))).isEqualTo("not-cached");
    loop.runFor(BlockCache.SAVE_DELAY_MILLIS);
    assertThat(storage.blocks).containsOnlyKeys(kept);
    reopen();
    assertThat(cache.contains(kept)).isTrue();
    assertThat(cache.contains(withdrawn)).isFalse();
    cache.keepOnly(List.of());
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void recordsAreSavedInBatches() {
    Cid first = put(1);
    put(2);
    assertThat(storage.records).isEmpty();
    loop.runFor(BlockCache.SAVE_DELAY_MILLIS);
    assertThat(storage.records).hasSize(2).containsKey(first);
    put(3);
    put(4);
    loop.runFor(BlockCache.SAVE_DELAY_MILLIS);
    assertThat(storage.records).hasSize(3).doesNotContainKey(first);
  }

  @Test
  void whatIsStillToBeWrittenIsBounded() {
    cache = open(Long.MAX_VALUE);
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      cids.add(putAndGo(i, 1 << 20));
    }
    loop.runFor(BlockCache.QUIET_MILLIS);
    assertThat(storage.blocks).hasSize(32);
    assertThat(cache.contains(cids.get(31))).isTrue();
    assertThat(cache.contains(cids.get(32))).isFalse();
  }

  @Test
  void aBlockIsThereAtOnceAndWrittenWhenNoMoreCome() {
    Cid first = putAndGo(1, BLOCK);
    assertThat(changes).containsExactly("+1");
    loop.runFor(BlockCache.QUIET_MILLIS - 1);
    Cid second = putAndGo(2, BLOCK);
    loop.runFor(BlockCache.QUIET_MILLIS - 1);
    assertThat(storage.blocks).isEmpty();
    loop.runFor(1);
    assertThat(storage.blocks).containsOnlyKeys(first, second);
  }

  @Test
  void whileBlocksAreReadNoneIsWrittenForSomeTime() {
    Cid first = putAndGo(1, BLOCK);
    for (int millis = 0; millis < BlockCache.MAX_WAIT_MILLIS - 1; millis++) {
      assertThat(storage.blocks).isEmpty();
      read(first);
      loop.runFor(1);
    }
    read(first);
    loop.runFor(1);
    assertThat(storage.blocks).containsOnlyKeys(first);
  }

  @Test
  void writingBeginsAtOnceWhenMuchIsToBeWritten() {
    cache = open(Long.MAX_VALUE);
    for (int i = 0; i < 23; i++) {
      putAndGo(i, 1 << 20);
    }
    loop.runFor(BlockCache.QUIET_MILLIS - 1);
    assertThat(storage.blocks).isEmpty();
    putAndGo(23, 1 << 20);
    loop.runFor(1);
    assertThat(storage.blocks).isNotEmpty();
  }

  @Test
  void whatIsStillToBeWrittenStaysInMemory() {
    cache = open(Long.MAX_VALUE);
    List<Cid> earlier = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      earlier.add(putAndGo(i, 1 << 20));
    }
    loop.runFor(BlockCache.QUIET_MILLIS);
    reopen(Long.MAX_VALUE);
    List<Cid> pending = new ArrayList<>();
    for (int i = 16; i < 36; i++) {
      pending.add(putAndGo(i, 1 << 20));
    }
    for (Cid each : earlier) {
      assertThat(read(each)).hasOnlyElementsOfType(byte[].class);
    }
    storage.blocks.clear();
    for (Cid each : pending) {
      assertThat(read(each)).hasOnlyElementsOfType(byte[].class);
    }
    loop.runFor(BlockCache.QUIET_MILLIS);
    assertThat(storage.blocks).containsOnlyKeys(pending);
    assertThat(code(read(earlier.get(0)))).isEqualTo("not-cached");
  }

  @Test
  void whatLeavesTheCacheBeforeItIsWrittenIsNotWritten() {
    Cid first = putAndGo(1, BLOCK);
    for (int i = 2; i < 5; i++) {
      putAndGo(i, BLOCK);
    }
    loop.runFor(BlockCache.QUIET_MILLIS);
    assertThat(storage.blocks).hasSize(3).doesNotContainKey(first);
  }

  @Test
  void whatCannotBeWrittenIsForgotten() {
    storage.full = true;
    Cid cid = put(1);
    assertThat(cache.contains(cid)).isFalse();
    assertThat(changes).containsExactly("+1", "-1");
  }
}
