package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.origin.http.AccessEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page without Weft beside one that has it: served by the other's node as long as that lives. */
class OtherPagesNodeTest extends WorkerWorld {
  private static final String HANG =
      "millis => void setTimeout(() => { localStorage.setItem('hangs', 1);"
          + " const end = performance.now() + millis; while (performance.now() < end); })";

  /** Begins to read the film, and waits for its first chunk. */
  private static final String BEGIN =
      "fetch('/film.bin').then(async r => { body = r.body.getReader();"
          + " got = [(await body.read()).value]; })";

  /** Reads it to its end, and compares it with what the origin has. */
  private static final String FINISH =
      "(async () => { for (let next; !(next = await body.read()).done;) got.push(next.value);"
          + " const digest = blob => blob.arrayBuffer().then(all =>"
          + " crypto.subtle.digest('SHA-256', all)).then(d => new Uint8Array(d).join());"
          + " return await digest(new Blob(got)) =="
          + " await digest(await (await fetch('/film.bin?origin')).blob()) })()";

  private Page first;
  private Page second;

  private void open(House house) {
    BrowserContext visitor = visitor();
    first = open(visitor, house);
    second = visitor.newPage();
    second.navigate(house.url() + "/plain.html");
    first.evaluate("void weft.on('asset', asset => log.push(asset.path))");
  }

  private House house() throws Exception {
    site.file("plain.html", "<!doctype html><title>plain</title><p id=place>");
    return House.open(site.folder());
  }

  private void hang(int millis) {
    first.evaluate(HANG, millis);
    second.waitForFunction("localStorage.getItem('hangs')");
  }

  private static List<AccessEntry> rests(House house) {
    return house.requests().stream()
        .filter(request -> request.target().equals("/film.bin") && request.status() == 206)
        .toList();
  }

  @Test
  void itIsServedByTheOther() throws Exception {
    try (House house = house()) {
      open(house);
      first.waitForCondition(
          () -> {
            second.evaluate("fetch('/a.png').then(r => r.blob()).then(b => b.size)");
            return Boolean.TRUE.equals(first.evaluate("log.includes('/a.png')"));
          });
    }
  }

  @Test
  void whenTheOtherDoesNotAnswerTheOriginDoesAfterTheBudget() throws Exception {
    try (House house = house()) {
      open(house);
      first.evaluate(
          "void navigator.serviceWorker.addEventListener('message', told => log.push(told.data.weft))");
      hang(6_000);
      Object millis =
          second.evaluate(
              "(async () => { const from = performance.now();"
                  + " await (await fetch('/a.png')).blob(); return performance.now() - from })()");
      assertThat(((Number) millis).doubleValue()).isGreaterThan(190);
      show(second, "/img/b.png", 40);
      first.waitForFunction("log.includes('known')");
      assertThat(first.evaluate("log")).isEqualTo(List.of("get", "again", "known"));
    }
  }

  @Test
  void whenTheOtherIsLeftTheOriginBringsTheRest() throws Exception {
    try (House house = house()) {
      open(house);
      second.evaluate(BEGIN);
      first.close();
      assertThat(second.evaluate(FINISH)).isEqualTo(true);
      await().until(() -> rests(house).size() == 1);
      assertThat(rests(house).get(0).bodyBytes()).isLessThan(FILM_BYTES);
    }
  }

  @Test
  void whenTheOtherFallsSilentTheOriginBringsTheRest() throws Exception {
    try (House house = house()) {
      open(house);
      second.evaluate(BEGIN);
      hang(20_000);
      assertThat(second.evaluate(FINISH)).isEqualTo(true);
      await().until(() -> rests(house).size() == 1);
    }
  }
}
