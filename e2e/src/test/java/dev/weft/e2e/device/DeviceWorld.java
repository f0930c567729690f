package dev.weft.e2e.device;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small site and its visitors, whose browsers may tell other things than they would. */
abstract class DeviceWorld {
  static final int FILE_BYTES = 500_000;

  /** Of the file: leaves and the node above them. */
  static final int FILE_BLOCKS = 9;

  static final String FETCH = fetch("/a.png");

  final Visitors visitors = new Visitors();
  SmallSite site;

  @BeforeEach
  final void build(@TempDir Path folder) {
    byte[] file = new byte[FILE_BYTES];
    new Random(5).nextBytes(file);
    site =
        new SmallSite(folder)
            .page()
            .picture("a.png", 300)
            .picture("b.png", 40)
            .file("file.bin", file);
  }

  @AfterEach
  final void leave() {
    visitors.close();
  }

  /** An expression that fetches a path to its end. */
  static String fetch(String path) {
    return "weft.fetch('" + path + "').then(r => r.blob()).then(b => b.size)";
  }

  /** A page of somebody who has never been here, and whose pages run these scripts first. */
  final Page visitor(String... beforehand) {
    return visitors.come(context -> List.of(beforehand).forEach(context::addInitScript));
  }

  /** The same, at the site. */
  final Page visit(House house, String... beforehand) {
    Page page = visitor(beforehand);
    page.navigate(house.url());
    return page;
  }

  /** The same, when it has joined or found nobody. */
  final Page join(House house, String... beforehand) {
    Page page = visit(house, beforehand);
    page.evaluate("weft.ready");
    return page;
  }

  static Object ready(Page page) {
    return page.evaluate("weft.ready.then(r => r.state + ' ' + r.reason)");
  }

  static double stat(Page page, String name) {
    return ((Number) page.evaluate("weft.stats()." + name)).doubleValue();
  }
}
