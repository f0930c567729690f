package dev.weft.e2e.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder with a page and what it needs, written file by file. */
public final class SmallSite {
  /**
   * A script for whose end the page waits without end, and with it the time that elements give Weft
   * once the page is read: whoever asks how they are served by it, however slow the machine is, has
   * it and {@linkplain #openWithoutHaste opens} the page so.
   */
  public static final String NEVER = "<script src=/never.js defer></script>";

  private final Path folder;

  /** An empty site in that folder. */
  public SmallSite(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** A page that loads Weft and keeps a list {@code log}. */
  public SmallSite page(String... lines) {
    return file(
        "index.html",
        "<!doctype html><meta charset=utf-8><title>small</title><script>log=[]</script>"
            + "<script src=/weft/weft.js defer></script>\n"
            + String.join("\n", lines));
  }

  /** Opens a page with {@link #NEVER}, as far as Weft has started. */
  public static void openWithoutHaste(Page page, String url) {
    page.route("**/never.js", held -> {});
    page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    page.waitForFunction("self.weft");
  }

  /** A file with that text. */
  public SmallSite file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file with these bytes. */
  public SmallSite file(String path, byte[] bytes) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PNG of so many pixels each way. */
  public SmallSite picture(String path, int pixels) {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    Random noise = new Random(path.hashCode());
    for (int y = 0; y < pixels; y++) {
      for (int x = 0; x < pixels; x++) {
        image.setRGB(x, y, noise.nextInt(1 << 24));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file(path, out.toByteArray());
  }
}
