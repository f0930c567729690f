package dev.weft.core.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimStranger;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a visitor gives to a peer that speaks Bitswap only. */
class BitswapServingTest {
  private static final int CHUNK = 256 * 1024;
  private static final long MBIT = 125_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File film = site.put("/film.webm", new SeededEntropy(1).bytes(5_000_000));
  private final SimSite.File other = site.put("/other.bin", new SeededEntropy(2).bytes(2_000_000));
  private final SimMesh mesh = new SimMesh(loop, site, new SimOrigin(loop, 80, 50 * MBIT), 7);
  private final SimVisitor visitor = mesh.visitor(SimRtc.Access.unlimited(10)).has(film);
  private final SimStranger peer = new SimStranger(mesh, visitor, SimRtc.Access.unlimited(10));

  BitswapServingTest() {
    loop.runFor(1_000);
  }

  private static Cid[] names(SimSite.File file) {
    return file.blocks.stream().map(block -> block.cid).toArray(Cid[]::new);
  }

  private void answersCome(int count) {
    loop.runUntil(() -> peer.received.size() >= count, 30_000);
  }

  @Test
  void aFileComesRootFirstAndThenAllLeavesOfOneMessage() {
    peer.want(BitswapWire.WANT_BLOCK, film.root);
    answersCome(1);
    assertThat(peer.received.get(0)).isEqualTo(film.blocks.get(20).bytes);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(entry(film.blocks.get(i).cid, 0));
    }
    peer.send(wantlist(entries));
    answersCome(21);
    for (int i = 0; i < 20; i++) {
      assertThat(peer.received.get(1 + i)).isEqualTo(film.blocks.get(i).bytes);
    }
    assertThat(visitor.swarm.uploads().uploadedBytes())
        .isEqualTo(film.bytes.length + film.blocks.get(20).bytes.length);
  }

  private static byte[] entry(Cid cid, int sendDontHave) {
    return new ProtoWriter().bytes(1, cid.encode()).varint(5, sendDontHave).toBytes();
  }

  private static byte[] wantlist(List<byte[]> entries) {
    ProtoWriter list = new ProtoWriter();
    for (byte[] entry : entries) {
      list.bytes(1, entry);
    }
    return Delimited.frame(new ProtoWriter().message(1, list.varint(2, 1)).toBytes());
  }

  @Test
  void severalAnswersGoOnOneStreamAndAfterEightSecondsOfRestOnANewOne() {
    int before = peer.messages.size();
    int begun = peer.messages.get(before - 1);
    peer.want(BitswapWire.WANT_BLOCK, names(film));
    answersCome(21);
    assertThat(peer.messages).hasSize(before);
    assertThat(peer.messages.get(before - 1)).isEqualTo(begun + 21);

    loop.runFor(BitswapSession.IDLE_MILLIS - 100);
    peer.want(BitswapWire.WANT_HAVE, film.root);
    loop.runFor(50);
    assertThat(peer.messages).hasSize(before);
    assertThat(peer.ended).isEqualTo(before - 1);

    loop.runFor(BitswapSession.IDLE_MILLIS);
    peer.want(BitswapWire.WANT_BLOCK, film.blocks.get(0).cid);
    answersCome(22);
    assertThat(peer.messages).hasSize(before + 1);
    assertThat(peer.messages.get(before)).isEqualTo(1);
    loop.runFor(100);
    assertThat(peer.ended).isEqualTo(before);
  }

  @Test
  void whatIsThereIsSaidAndWhatIsNotWhereItIsAskedFor() {
    peer.want(BitswapWire.WANT_HAVE, film.root, other.root);
    loop.runFor(100);
    assertThat(peer.haves).containsExactly(film.root);
    assertThat(peer.dontHaves).containsExactly(other.root);
    assertThat(peer.received).isEmpty();

    peer.send(wantlist(List.of(entry(other.root, 0), entry(other.blocks.get(0).cid, 1))));
    loop.runFor(100);
    assertThat(peer.dontHaves).containsExactly(other.root, other.blocks.get(0).cid);
  }

  @Test
  void aCancelledWantIsNotAnswered() {
    visitor.swarm.uploads().limitRate(CHUNK);
    peer.want(BitswapWire.WANT_BLOCK, names(film));
    loop.runFor(1_500);
    int under = peer.received.size() + 2;
    Cid[] rest = names(film);
    peer.want(BitswapWire.CANCEL, Arrays.copyOfRange(rest, under, rest.length));
    loop.runFor(20_000);
    assertThat(peer.received).hasSizeLessThanOrEqualTo(under);
    assertThat(peer.dontHaves).isEmpty();
    assertThat(peer.isCutOff()).isFalse();
  }

  @Test
  void theVisitorsCapHolds() {
    visitor.swarm.uploads().limitRate(500_000);
    peer.want(BitswapWire.WANT_BLOCK, names(film));
    loop.runFor(4_000);
    assertThat(visitor.swarm.uploads().uploadedBytes()).isBetween(1_900_000L, 2_300_000L);
  }

  @Test
  void whoDoesNotServeSaysSo() {
    visitor.swarm.uploads().limitRate(CHUNK);
    peer.want(BitswapWire.WANT_BLOCK, names(film));
    loop.runFor(500);
    visitor.swarm.uploads().allow(false);
    loop.runFor(2_000);
    int came = peer.received.size();
    assertThat(came + peer.dontHaves.size()).isEqualTo(film.blocks.size());
    peer.want(BitswapWire.WANT_BLOCK, film.root);
    peer.want(BitswapWire.WANT_HAVE, film.root);
    loop.runFor(500);
    assertThat(peer.received).hasSize(came);
    assertThat(peer.dontHaves).endsWith(film.root, film.root);
    assertThat(peer.haves).isEmpty();
  }

  /** Helia sends all that it wants, in one message, to whoever connects. */
  @Test
  void ofMoreWantsThanAllowedTheFirstAreServedAndSomeOthersAreToldOff() {
    visitor.swarm.uploads().limitRate(1);
    int most = BitswapSession.MAX_QUEUED;
    List<byte[]> first = new ArrayList<>();
    List<byte[]> second = new ArrayList<>();
    for (int i = 0; i < most + 1_000; i++) {
      byte[] block = {(byte) i, (byte) (i >> 8), 1};
      Cid name = Cid.raw(Sha256.digest(block));
      visitor.cache.put(name, name, 0, block);
      (i < most / 2 ? first : second).add(entry(name, 1));
    }
    peer.send(wantlist(first));
    peer.send(wantlist(second));
    loop.runFor(1_000);
    assertThat(peer.isCutOff()).isFalse();
    assertThat(peer.dontHaves).hasSize(BitswapSession.MAX_ANSWERS);
    visitor.swarm.uploads().limitRate(1 << 20);
    loop.runFor(60_000);
    // One had been sent when the second message was read.
    assertThat(peer.received).hasSize(most + 1);
    assertThat(visitor.scores.of(peer.id)).isZero();
  }

  @Test
  void ofMoreEntriesInAMessageThanAllowedTheFirstAreRead() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < BitswapWire.MAX_PARTS; i++) {
      entries.add(entry(Cid.raw(Sha256.digest(new byte[] {(byte) i, (byte) (i >> 8)})), 0));
    }
    entries.set(0, entry(film.blocks.get(0).cid, 1));
    entries.add(entry(film.blocks.get(1).cid, 1));
    peer.send(wantlist(entries));
    loop.runFor(1_000);
    assertThat(peer.received).containsExactly(film.blocks.get(0).bytes);
    assertThat(peer.isCutOff()).isFalse();
  }

  @Test
  void namesThatNoBlockOfOursHasAreNoViolation() {
    byte[] blake2b =
        Bytes.join(new byte[] {1, 0x55, (byte) 0xa0, (byte) 0xe4, 2, 32}, new byte[32]);
    byte[] identity = Cid.v1(Cid.RAW, new Multihash(Multihash.IDENTITY, new byte[0])).encode();
    for (byte[] name : new byte[][] {blake2b, identity, {}, {1}}) {
      byte[] entry = new ProtoWriter().bytes(1, name).varint(5, 1).toBytes();
      peer.send(wantlist(List.of(entry)));
    }
    peer.want(BitswapWire.WANT_BLOCK, film.root);
    answersCome(1);
    assertThat(peer.foreign).isEqualTo(4);
    assertThat(visitor.scores.of(peer.id)).isZero();
  }
}
