package dev.weft.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.peers.PeerScores;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import org.junit.jupiter.api.Test;

/** What the exchange forbids: each ends the session, is held against the peer, and harms nobody. */
class ExchangeViolationTest {
  private static final int CHUNK = 128 * 1024;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);

  /** The shard counts 2 blocks: this one and the next. */
  private final SimSite.File file = site.put("/a.webp", new SeededEntropy(1).bytes(CHUNK));

  private final SimSite.File other = site.put("/b.webp", new SeededEntropy(2).bytes(1_000));
  private final SimOrigin origin = new SimOrigin(loop, 80, 6_250_000);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor victim = mesh.visitor(SimRtc.Access.unlimited(10));

  ExchangeViolationTest() {
    origin.put(file.path, file.bytes);
    victim.has(other);
  }

  private SimHostile peer(SimHostile.Behaviour behaviour) {
    return new SimHostile(mesh, site, victim, behaviour, file);
  }

  private void cutOff(SimHostile hostile) {
    loop.runFor(100);
    assertThat(hostile.isCutOff()).isTrue();
    assertThat(victim.scores.of(hostile.id)).isEqualTo(PeerScores.VIOLATION);
    assertThat(victim.swarm.knownPeers()).isZero();
  }

  private void tolerated(SimHostile hostile) {
    loop.runFor(100);
    assertThat(hostile.isCutOff()).isFalse();
    assertThat(victim.scores.of(hostile.id)).isZero();
  }

  /** Bytes instead of a block, then whatever; the page is whole all the same. */
  private void cutOffWhenAsked(SimHostile.Behaviour behaviour) {
    SimHostile hostile = peer(behaviour);
    SimDownload download = victim.fetch(file.path, Urgency.NOW);
    loop.runUntil(download::isOver, 10_000);
    assertThat(download.bytes()).isEqualTo(file.bytes);
    cutOff(hostile);
  }

  @Test
  void bytesThatNoWantCovers() {
    SimHostile hostile = peer(SimHostile.SILENT);
    hostile.send(0, file.bytes, 0, 100);
    cutOff(hostile);
  }

  @Test
  void aBlockTwice() {
    cutOffWhenAsked(
        (peer, number, block) -> {
          peer.send(number, block, 0, 1_000);
          peer.send(number, block, 0, 1_000);
        });
  }

  @Test
  void aSliceThatLeavesAGap() {
    cutOffWhenAsked((peer, number, block) -> peer.send(number, block, 10, 1_000));
  }

  @Test
  void aSliceBeyondTheBlocksEnd() {
    cutOffWhenAsked(
        (peer, number, block) -> {
          int most = block.length - 10;
          peer.send(number, block, 0, most);
          byte[] longer = new byte[block.length + 10];
          peer.send(number, longer, most, longer.length);
        });
  }

  @Test
  void aSliceWithoutBytes() {
    cutOffWhenAsked((peer, number, block) -> peer.send(number, block, 0, 0));
  }

  @Test
  void aSliceLongerThanAllowed() {
    cutOffWhenAsked(
        (peer, number, block) ->
            peer.sendRaw(
                ExchangeWire.slice(
                    peer.shard(), number, block, 0, ExchangeWire.MAX_SLICE_BYTES + 1)));
  }

  @Test
  void aDontHaveForWhatWasNotWanted() {
    SimHostile hostile = peer(SimHostile.SILENT);
    hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.DONT_HAVE, hostile.shard(), 1));
    cutOff(hostile);
  }

  @Test
  void aHaveThatDoesNotFitItsShard() {
    SimHostile hostile = peer(SimHostile.SILENT);
    hostile.sendRaw(ExchangeWire.have(hostile.shard(), new byte[2]));
    cutOff(hostile);
  }

  @Test
  void aHaveOfBlocksBeyondTheShards() {
    SimHostile hostile = peer(SimHostile.SILENT);
    hostile.sendRaw(ExchangeWire.have(hostile.shard(), new byte[] {7}));
    cutOff(hostile);
  }

  @Test
  void aChangeBeyondTheShard() {
    SimHostile hostile = peer(SimHostile.SILENT);
    hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.CHANGES, hostile.shard(), 2));
    cutOff(hostile);
  }

  @Test
  void aWantBeyondTheShard() {
    for (int number : new int[] {2, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      SimHostile hostile = peer(SimHostile.SILENT);
      hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.WANT, hostile.shard(), number));
      cutOff(hostile);
    }
  }

  @Test
  void aBlockWantedTwiceAtATime() {
    SimHostile hostile = peer(SimHostile.SILENT);
    hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.WANT, hostile.shard(), 1, 1));
    cutOff(hostile);
  }

  @Test
  void moreWantsThanAllowed() {
    SimHostile hostile = peer(SimHostile.SILENT);
    int[] numbers = new int[UploadQueue.MAX_WANTS + 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.WANT, Cid.raw(new byte[32]), numbers));
    cutOff(hostile);
  }

  @Test
  void haveFieldsWithoutEnd() {
    SimHostile hostile = peer(SimHostile.SILENT);
    for (int i = 0; i <= ExchangeSession.MAX_SHARDS; i++) {
      byte[] digest = new byte[32];
      digest[0] = (byte) i;
      digest[1] = (byte) (i >> 8);
      hostile.sendRaw(ExchangeWire.have(Cid.raw(digest), new byte[1]));
    }
    cutOff(hostile);
  }

  @Test
  void bitsBeyondTheBound() {
    SimHostile hostile = peer(SimHostile.SILENT);
    for (int i = 0; i < 3; i++) {
      byte[] digest = new byte[32];
      digest[0] = (byte) i;
      hostile.sendRaw(ExchangeWire.have(Cid.raw(digest), new byte[128 * 1024]));
    }
    loop.runFor(1_000);
    cutOff(hostile);
  }

  @Test
  void unknownFramesAndFramesCutOff() {
    Cid shard = site.shard().ref().cid();
    byte[][] broken = {
      ExchangeWire.numbers(8, shard, 1),
      ExchangeWire.numbers(ExchangeWire.WANT, shard),
      {0},
      {1, ExchangeWire.HAVE},
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7},
    };
    for (byte[] frame : broken) {
      SimHostile hostile = peer(SimHostile.SILENT);
      hostile.sendRaw(frame);
      cutOff(hostile);
    }
  }

  @Test
  void anUnknownShardIsNoViolation() {
    SimHostile hostile = peer(SimHostile.SILENT);
    Cid unknown = Cid.raw(new byte[32]);
    hostile.sendRaw(ExchangeWire.have(unknown, new byte[] {1}));
    hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.WANT, unknown, 5));
    hostile.sendRaw(ExchangeWire.numbers(ExchangeWire.CANCEL, unknown, 5));
    tolerated(hostile);
  }

  @Test
  void theSecondViolationBans() {
    victim.scores.fault(victim.id, PeerScores.VIOLATION);
    assertThat(victim.scores.isBanned(victim.id)).isFalse();
    victim.scores.fault(victim.id, PeerScores.VIOLATION);
    assertThat(victim.scores.isBanned(victim.id)).isTrue();
  }
}
