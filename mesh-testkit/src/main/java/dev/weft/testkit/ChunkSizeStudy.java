package dev.weft.testkit;

import dev.weft.core.fetch.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures in virtual time what the chunk size costs and gains, and prints a page of Markdown,
 * {@code docs/chunk-size.md}.
 *
 * <p>Three peers 20, 60 and 100 ms away (round trip) have everything; the origin is 80 ms and 50
 * Mbit/s away; the visitor's downlink has 100 Mbit/s. Seeds are fixed: each run prints the same.
 */
public final class ChunkSizeStudy {
  private static final int[] CHUNKS = {64 * 1024, 256 * 1024, 1024 * 1024};
  private static final int[] UPLINKS_MBIT = {2, 10, 50};
  private static final int[] PEER_RTT_MILLIS = {20, 60, 100};
  private static final int ORIGIN_MILLIS = 80;
  private static final long MBIT = 125_000;
  private static final int LIMIT_MILLIS = 600_000;

  /** What a page asks for at one moment. */
  public enum Load {
    /** One picture in view. */
    PICTURE("a picture of 300 KB that the visitor waits for", 1, 300_000, Urgency.NOW),
    /** A screen of lazy pictures. */
    PICTURES("12 lazy pictures of 300 KB at once", 12, 300_000, Urgency.CAN_WAIT),
    /** A film. */
    FILM("a film of 10 MB ahead of the play position", 1, 10_000_000, Urgency.CAN_WAIT);

    private final String title;
    private final int files;
    private final int bytes;
    private final Urgency urgency;

    Load(String title, int files, int bytes, Urgency urgency) {
      this.title = title;
      this.files = files;
      this.bytes = bytes;
      this.urgency = urgency;
    }
  }

  /**
   * What one run gave.
   *
   * @param millis until the last asset was there
   * @param originAloneMillis the same without peers
   * @param peerShare of the page's bytes, from 0 to 1
   * @param twiceBytes sent by peers or the origin beyond what the page needed, inner nodes included
   */
  public record Result(long millis, long originAloneMillis, double peerShare, long twiceBytes) {}

  private ChunkSizeStudy() {}

  /** Prints the page. */
  public static void main(String[] args) {
    System.out.print(report());
  }

  /** The page. */
  public static String report() {
    StringBuilder page = new StringBuilder();
    page.append("# The chunk size, measured\n\n")
        .append("Made by `dev.weft.testkit.ChunkSizeStudy` in virtual time. Three peers, ")
        .append("20, 60 and 100 ms away (round trip), have everything;\n")
        .append("the origin is 80 ms and 50 Mbit/s away, the visitor's downlink has ")
        .append("100 Mbit/s. Modelled: delay, rate, shared uplinks, `bufferedAmount`.\n")
        .append("Not modelled: loss, congestion control, the browsers' own cost per message.\n");
    for (Load load : Load.values()) {
      page.append("\n## ")
          .append(Character.toUpperCase(load.title.charAt(0)))
          .append(load.title.substring(1))
          .append("\n\n")
          .append(
              "| uplink of each peer | chunk | time | origin alone | from peers | fetched twice |\n")
          .append("|---:|---:|---:|---:|---:|---:|\n");
      for (int uplink : UPLINKS_MBIT) {
        for (int chunk : CHUNKS) {
          Result result = run(load, uplink, chunk);
          page.append("| ")
              .append(uplink)
              .append(" Mbit/s | ")
              .append(chunk / 1024)
              .append(" KiB | ")
              .append(result.millis)
              .append(" ms | ")
              .append(result.originAloneMillis)
              .append(" ms | ")
              .append(Math.round(100 * result.peerShare))
              .append(" % | ")
              .append(result.twiceBytes / 1000)
              .append(" KB |\n");
        }
      }
    }
    return page.append("\n## What follows\n\n")
        .append(
            "**64 KiB** is the size to take. At 10 Mbit/s it brings a picture that the visitor ")
        .append("waits for soonest:\n")
        .append("its blocks come from three peers at once, where one block of 256 KiB keeps one ")
        .append("uplink busy for 210 ms.\n")
        .append(
            "For what can wait all sizes deliver all at 10 Mbit/s, as fast as the uplinks are; ")
        .append("the largest wastes more when a race is lost.\n")
        .append("At 50 Mbit/s every size beats the origin; a film comes nearly as fast as the ")
        .append("visitor's downlink is.\n")
        .append(
            "At 2 Mbit/s the origin takes over, whichever the size: at once for what the visitor ")
        .append("waits for, in parts for what can wait.\n")
        .append("What 64 KiB costs instead, four times the entries in the block cache and in have ")
        .append("fields, is not in these figures.\n")
        .toString();
  }

  /** Runs one load with peers of that uplink. */
  public static Result run(Load load, int uplinkMbit, int chunkBytes) {
    long alone = new Run(load, 0, chunkBytes).millis;
    Run run = new Run(load, uplinkMbit, chunkBytes);
    long needed = (long) load.files * load.bytes;
    return new Result(run.millis, alone, run.peerBytes / needed, run.sentBytes - needed);
  }

  private static final class Run {
    final long millis;
    final double peerBytes;
    final long sentBytes;

    Run(Load load, int uplinkMbit, int chunkBytes) {
      VirtualLoop loop = new VirtualLoop();
      SimSite site = new SimSite(chunkBytes);
      SimOrigin origin = new SimOrigin(loop, ORIGIN_MILLIS, 50 * MBIT);
      // What the visitor has seen of the site before, so that it knows how far the origin is.
      String first = "/first";
      origin.put(first, site.put(first, new SeededEntropy(99).bytes(100_000)).bytes);
      List<SimSite.File> files = new ArrayList<>();
      for (int i = 0; i < load.files; i++) {
        SimSite.File file = site.put("/asset-" + i, new SeededEntropy(i).bytes(load.bytes));
        origin.put(file.path, file.bytes);
        files.add(file);
      }
      SimMesh mesh = new SimMesh(loop, site, origin, 5);
      SimVisitor visitor = mesh.visitor(new SimRtc.Access(0, 10 * MBIT, 100 * MBIT));
      List<SimVisitor> peers = new ArrayList<>();
      for (int rtt : uplinkMbit == 0 ? new int[0] : PEER_RTT_MILLIS) {
        SimVisitor peer = mesh.visitor(new SimRtc.Access(rtt / 2, uplinkMbit * MBIT, 100 * MBIT));
        for (SimSite.File file : files) {
          peer.has(file);
        }
        mesh.connect(visitor, peer);
        peers.add(peer);
      }
      SimDownload warm = visitor.fetch(first, Urgency.NOW);
      loop.runUntil(warm::isOver, LIMIT_MILLIS);
      loop.runFor(1_000);
      long originBefore = origin.sentBytes();
      long start = loop.nowMillis();
      List<SimDownload> downloads = new ArrayList<>();
      for (SimSite.File file : files) {
        downloads.add(visitor.fetch(file.path, load.urgency));
      }
      loop.runUntil(() -> downloads.stream().allMatch(SimDownload::isOver), LIMIT_MILLIS);
      millis = loop.nowMillis() - start;
      for (int i = 0; i < files.size(); i++) {
        if (!Arrays.equals(downloads.get(i).bytes(), files.get(i).bytes)) {
          throw new AssertionError("not what was asked for: " + files.get(i).path);
        }
      }
      loop.runFor(5_000);
      peerBytes = visitor.ledger.totals()[Figure.PEER_BYTES];
      sentBytes =
          origin.sentBytes()
              - originBefore
              + peers.stream().mapToLong(peer -> peer.swarm.uploads().uploadedBytes()).sum();
    }
  }
}
