package dev.weft.core.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileNodeTest {
  @Test
  void writesLinksBeforeData() {
    byte[] node =
        FileNode.encode(
            List.of(
                new DagLink(Cid.raw(new byte[32]), 65536, 65536),
                new DagLink(Cid.raw(new byte[32]), 1, 1)));
    String hash = "0a24" + "01551220" + "00".repeat(32);
    assertThat(HexFormat.of().formatHex(node))
        .isEqualTo(
            ("122c" + hash + "1200" + "18808004")
                + ("122a" + hash + "1200" + "1801")
                + ("0a0c" + "0802" + "18818004" + "20808004" + "2001"));
  }

  @Test
  void itsBoundIsThatOfTheLargestNode() {
    DagLink largest =
        new DagLink(
            Cid.dagPb(new byte[32]),
            BlockLayout.MAX_FILE_BYTES,
            BlockLayout.MAX_FILE_BYTES + BlockLayout.MAX_FILE_BYTES / 100);
    byte[] node = FileNode.encode(Collections.nCopies(BlockLayout.MAX_LINKS, largest));
    assertThat(node.length).isBetween(FileNode.MAX_BYTES - 16, FileNode.MAX_BYTES);
  }
}
