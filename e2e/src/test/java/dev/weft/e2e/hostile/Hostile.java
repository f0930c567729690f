package dev.weft.e2e.hostile;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import java.nio.file.Path;
import java.util.List;

/** A page that runs e2e's hostile peer: a visitor who has joined the mesh and means ill. */
public final class Hostile implements AutoCloseable {
  private static final Path SCRIPT = Path.of("target/teavm/hostile.js");

  private final BrowserContext context;
  private final Page page;

  private Hostile(BrowserContext context, Page page) {
    this.context = context;
    this.page = page;
  }

  /**
   * Joins the house's mesh.
   *
   * @param mode as {@code HostileExchange} or {@code RawExchange} of {@code hostile.js} lists them
   */
  public static Hostile join(House house, String mode) {
    return join(house, mode, "");
  }

  /** The same, with the path of the file that the mode forges. */
  public static Hostile join(House house, String mode, String path) {
    BrowserContext context = Browsers.visitor();
    Page page = context.newPage();
    page.navigate(house.url() + "/weft/weft.js.sri");
    page.addScriptTag(new Page.AddScriptTagOptions().setPath(SCRIPT));
    page.evaluate("main()");
    page.evaluate(
        "([mode, path, node]) => hostile(mode, path, node)",
        new Object[] {mode, path, house.node().multiaddr().toString()});
    page.waitForFunction("hostileState == 'joined'");
    return new Hostile(context, page);
  }

  /** How many blocks were asked of it. */
  public int asked() {
    return ((Number) page.evaluate("asked")).intValue();
  }

  /** What the victim said to one that probes, in its order. */
  @SuppressWarnings("unchecked")
  public List<String> told() {
    return (List<String>) page.evaluate("self.told || []");
  }

  @Override
  public void close() {
    context.close();
  }
}
