package dev.weft.core.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Stream;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.peers.PeerScores;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimStranger;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import org.junit.jupiter.api.Test;

/** What Bitswap forbids: each ends the session and is held against the peer; the page is whole. */
class BitswapViolationTest {
  private static final int CHUNK = 64 * 1024;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File film = site.put("/film.webm", new SeededEntropy(1).bytes(2_000_000));
  private final SimOrigin origin = new SimOrigin(loop, 80, 6_250_000);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor victim = mesh.visitor(SimRtc.Access.unlimited(10));
  private final SimStranger peer = new SimStranger(mesh, victim, SimRtc.Access.unlimited(10));

  BitswapViolationTest() {
    origin.put(film.path, film.bytes);
    loop.runFor(1_000);
  }

  private void cutOff(int points) {
    loop.runFor(1_000);
    assertThat(peer.isCutOff()).isTrue();
    assertThat(victim.scores.of(peer.id)).isEqualTo(points);
    assertThat(victim.swarm.peers()).isZero();
  }

  @Test
  void aBlockThatWasNotAskedFor() {
    peer.send(BitswapWire.block(film.blocks.get(0).cid, film.blocks.get(0).bytes));
    cutOff(PeerScores.BAD_BLOCK);
  }

  @Test
  void otherBytesThanTheNameSays() {
    for (SimSite.Block block : film.blocks) {
      byte[] bytes = block.bytes.clone();
      if (block.cid.codec() == Cid.RAW) {
        bytes[bytes.length / 2] ^= 1;
      }
      peer.has(block.cid, bytes);
    }
    loop.runFor(1_000);
    SimDownload download = victim.fetch(film.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 30_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    assertThat(victim.lastRecord().peerBytes).isZero();
    cutOff(PeerScores.BAD_BLOCK);
  }

  @Test
  void aBlockThatHasCome() {
    peer.has(film);
    loop.runFor(1_000);
    SimDownload download = victim.fetch(film.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 30_000);
    assertThat(victim.scores.of(peer.id)).isZero();
    peer.send(BitswapWire.block(film.blocks.get(0).cid, film.blocks.get(0).bytes));
    cutOff(PeerScores.BAD_BLOCK);
  }

  @Test
  void answersToWantsOfWhatIsNotThereAreBounded() {
    for (int flood = 0; flood < 3; flood++) {
      ProtoWriter list = new ProtoWriter();
      for (int i = 0; i < BitswapWire.MAX_PARTS; i++) {
        Cid cid = Cid.raw(Sha256.digest(new byte[] {(byte) i, (byte) (i >> 8)}));
        list.message(1, new ProtoWriter().bytes(1, cid.encode()).varint(5, 1));
      }
      peer.send(Delimited.frame(new ProtoWriter().message(1, list).toBytes()));
    }
    loop.runFor(1_000);
    assertThat(peer.dontHaves).hasSize(3 * BitswapSession.MAX_ANSWERS);
    assertThat(peer.isCutOff()).isFalse();
  }

  @Test
  void aMessageLongerThanAllowed() {
    Stream stream = peer.open();
    stream.write(new byte[] {(byte) 0x81, (byte) 0x80, (byte) 0x84, 1});
    cutOff(PeerScores.VIOLATION);
  }

  @Test
  void messagesThatAreNotWholeOnManyStreams() {
    byte[] most = new byte[BitswapWire.MAX_MESSAGE_BYTES / 2];
    byte[] beginning = Delimited.frame(new byte[BitswapWire.MAX_MESSAGE_BYTES]);
    System.arraycopy(beginning, 0, most, 0, most.length);
    for (int i = 0; i < 2; i++) {
      peer.open().write(most.clone());
      loop.runFor(1_000);
    }
    assertThat(peer.isCutOff()).isFalse();
    peer.open().write(new byte[] {(byte) 0x80, 1, 0, 0, 0, 0, 0});
    cutOff(PeerScores.VIOLATION);
  }

  @Test
  void whatIsNoMessage() {
    peer.send(new byte[] {2, 1 << 3 | 2, 100});
    cutOff(PeerScores.VIOLATION);
  }
}
