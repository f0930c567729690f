package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;

/** A visitor of a site of a few files and twenty scripts, whose peers and origin a test makes. */
abstract class FetchWorld {
  static final int CHUNK = 64 * 1024;
  static final long MBIT = 125_000;

  final VirtualLoop loop = new VirtualLoop();
  final SimSite site = new SimSite(CHUNK);
  final SimSite.File small = site.put("/small.webp", new SeededEntropy(1).bytes(50_000));
  final SimSite.File large = site.put("/film.webm", new SeededEntropy(2).bytes(1_000_000));
  final SimSite.File photo = site.put("/photo.webp", new SeededEntropy(3).bytes(300_000));
  final SimSite.File film = site.put("/long.webm", new SeededEntropy(4).bytes(6_000_000));
  final List<SimSite.File> scripts = scripts(site);
  final SimOrigin origin = new SimOrigin(loop, 80, 50 * MBIT);
  final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  final SimVisitor visitor = mesh.visitor(access());
  long askedAt;

  FetchWorld() {
    for (SimSite.File file : site.files()) {
      origin.put(file.path, file.bytes);
    }
  }

  private static List<SimSite.File> scripts(SimSite site) {
    List<SimSite.File> scripts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      scripts.add(site.put("/js/" + i + ".js", new SeededEntropy(10 + i).bytes(50_000)));
    }
    return scripts;
  }

  static SimRtc.Access access() {
    return new SimRtc.Access(10, 50 * MBIT, 100 * MBIT);
  }

  final void seeder(SimSite.File... files) {
    SimVisitor seeder = mesh.visitor(access());
    for (SimSite.File file : files) {
      seeder.has(file);
    }
    mesh.connect(visitor, seeder);
  }

  final SimHostile hostile(SimHostile.Behaviour behaviour, SimSite.File... files) {
    return new SimHostile(mesh, site, visitor, behaviour, files);
  }

  final SimDownload ask(SimSite.File file, Urgency urgency) {
    askedAt = loop.nowMillis();
    return visitor.fetch(file.path, urgency);
  }

  final SimDownload whole(SimSite.File file, SimDownload download) {
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.failure()).isNull();
    assertThat(download.bytes()).isEqualTo(file.bytes);
    loop.runFor(100);
    return download;
  }

  final void originAskedAfter(long millis) {
    assertThat(origin.log()).hasSize(1);
    assertThat(origin.log().get(0).atMillis - askedAt).isEqualTo(millis);
  }
}
