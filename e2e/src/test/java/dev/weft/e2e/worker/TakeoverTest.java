package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A page that answers the worker and does not keep its promise, and what the one who asked gets.
 */
class TakeoverTest extends WorkerWorld {
  /** What the page brings of the film before it says its last word. */
  private static final int BROUGHT_BYTES = 65_536;

  /** Plays the node: promises the film, brings its first chunk, and then says its last word. */
  private static final String PLAY =
      "async play => { const workers = navigator.serviceWorker,"
          + " answer = await fetch('/film.bin?origin'), headers = {'content-type': 'video/webm'},"
          + " film = new Uint8Array(await answer.arrayBuffer());"
          + " if (play.tagged) headers.etag = answer.headers.get('etag');"
          + " workers.addEventListener('message', ({data, ports: [port]}) => {"
          + " if (data.weft == 'known') log.push('known');"
          + " if (data.weft != 'get') return; let brought;"
          + " port.onmessage = ({data: credits}) => { port.postMessage(0);"
          + " if (credits <= 0 || brought) return; brought = true;"
          + " const chunk = film.slice(data.start, data.start + play.bytes); chunk[7] ^= play.flip;"
          + " port.postMessage(chunk); port.postMessage(play.ends ? null : false); };"
          + " port.postMessage(0); port.postMessage({size: film.length, headers}); });"
          + " workers.startMessages();"
          + " workers.controller.postMessage({weft: 'paths', version: 1, paths: ['/film.bin']}); }";

  /** Says whether the film came whole, broke off, or is another one than the origin's. */
  private static final String ASK =
      "async range => { const options = {headers: range ? {Range: range} : {}},"
          + " digest = async answer => new Uint8Array(await crypto.subtle.digest('SHA-256',"
          + " await answer.arrayBuffer())).join();"
          + " try { const mine = await digest(await fetch('/film.bin', options));"
          + " return mine == await digest(await fetch('/film.bin?origin', options))"
          + " ? 'whole' : 'mixed'; } catch (broken) { return 'broken'; } }";

  /** A page that plays. */
  private Page playing(House house, boolean ends, boolean tagged, boolean forged) {
    BrowserContext visitor = visitor();
    open(visitor, house);
    Page page = visitor.newPage();
    page.navigate(house.url() + "/plain.html");
    page.evaluate(
        PLAY,
        Map.of("bytes", BROUGHT_BYTES, "ends", ends, "tagged", tagged, "flip", forged ? 1 : 0));
    page.waitForFunction("log.includes('known')");
    return page;
  }

  private House house() throws Exception {
    site.file("plain.html", "<!doctype html><title>plain</title><script>log=[]</script>");
    return House.open(site.folder());
  }

  /** Bytes of the film's answers of that status, comparisons apart. */
  private static long bytes(House house, int status) {
    return house.requests().stream()
        .filter(request -> request.target().equals("/film.bin") && request.status() == status)
        .mapToLong(request -> request.bodyBytes())
        .sum();
  }

  @Test
  void anEndBeforeTheLastByteIsNone() throws Exception {
    try (House house = house()) {
      Page page = playing(house, true, true, false);
      assertThat(page.evaluate(ASK, null)).isEqualTo("whole");
      await().until(() -> bytes(house, 206) == FILM_BYTES - BROUGHT_BYTES);
    }
  }

  @Test
  void withoutATagWhatWasHadIsAskedForAgain() throws Exception {
    try (House house = house()) {
      Page page = playing(house, false, false, false);
      assertThat(page.evaluate(ASK, null)).isEqualTo("whole");
      await().until(() -> bytes(house, 200) == FILM_BYTES);
    }
  }

  @Test
  void withoutATagAnotherVersionOfTheSameSizeIsNotMixedIn() throws Exception {
    try (House house = house()) {
      Page page = playing(house, false, false, true);
      assertThat(page.evaluate(ASK, null)).isEqualTo("broken");
    }
  }

  @Test
  void ofAPartOnlyThatIsCompared() throws Exception {
    try (House house = house()) {
      Page page = playing(house, false, false, false);
      assertThat(page.evaluate(ASK, "bytes=5000000-5999999")).isEqualTo("whole");
      await().until(() -> bytes(house, 206) == 1_000_000);
    }
  }
}
