package dev.weft.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

/** What the example site promises, read from its files. */
class SiteTest {
  private static final Path SITE = Path.of("site");
  private static final Pattern TAG = Pattern.compile("<(\\w+)\\s([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)(?:=\"([^\"]*)\")?");
  private static final Pattern NOSCRIPT =
      Pattern.compile("<noscript>.*?</noscript>", Pattern.DOTALL);

  /** Sizes of the page's assets by path, each once; the page itself and weft.js are not assets. */
  private final Map<String, Long> assets = new TreeMap<>();

  private final List<String> early = new ArrayList<>();
  private final String page;

  SiteTest() throws IOException {
    page = NOSCRIPT.matcher(Files.readString(SITE.resolve("index.html"))).replaceAll("");
    for (Map<String, String> tag : tags()) {
      String late = tag.getOrDefault("data-weft-src", tag.get("data-weft-href"));
      String own = tag.containsKey("src") ? tag.get("src") : stylesheet(tag);
      String path = late != null ? late : own;
      if (path != null && !path.startsWith("/weft/")) {
        assets.put(path, Files.size(SITE.resolve(path.substring(1))));
        if (late == null || !belowTheFold(tag)) {
          early.add(path);
        }
      }
    }
  }

  @Test
  void atLeast85PercentOfTheBytesAreLate() {
    long pageBytes = page.getBytes(StandardCharsets.UTF_8).length;
    long late = bytes(path -> !early.contains(path));
    long all = bytes(path -> true) + pageBytes;

    assertThat((double) late / all).isGreaterThanOrEqualTo(0.85);
  }

  @Test
  void withoutTheFilmMostBytesAreLateToo() {
    Predicate<String> notFilm = path -> !path.endsWith(".webm");
    double late = bytes(notFilm.and(path -> !early.contains(path)));

    assertThat(late / bytes(notFilm)).isGreaterThanOrEqualTo(0.85);
  }

  @Test
  void atLeast90PercentOfTheBytesMayEnterTheMesh() throws IOException {
    long all;
    try (Stream<Path> files = Files.walk(SITE)) {
      all = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }

    assertThat((double) bytes(path -> true) / all).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void allPicturesButTheCoverAndAllFontsAndTheFilmComeThroughWeft() {
    assertThat(tags())
        .filteredOn(tag -> List.of("img", "video", "source").contains(tag.get("<")))
        .allSatisfy(
            tag ->
                assertThat(tag)
                    .satisfiesAnyOf(
                        any -> assertThat(any).containsKey("data-weft-src"),
                        any -> assertThat(any).containsEntry("src", "/img/cover.jpg")));
    assertThat(tags())
        .filteredOn(tag -> "font".equals(tag.get("as")))
        .hasSize(3)
        .allSatisfy(tag -> assertThat(tag).containsKeys("data-weft-href", "data-weft-family"));
    assertThat(assets).containsKey("/film/a-day-woven.webm");
  }

  @Test
  void picturesAreAsManyAndAsLargeAsOnARealSite() {
    Map<String, Long> pictures = new TreeMap<>(assets);
    pictures.keySet().removeIf(path -> !path.startsWith("/img/"));

    assertThat(pictures).hasSizeBetween(12, 20);
    assertThat(pictures.values()).allMatch(bytes -> bytes >= 30_000 && bytes <= 600_000);
  }

  @Test
  void theFilmIsSomeTenMegabytesAndCanBeFetchedWhole() {
    assertThat(assets.get("/film/a-day-woven.webm")).isBetween(8_000_000L, 16L << 20);
    assertThat(bytes(path -> true)).isLessThan(30_000_000);
  }

  @Test
  void everyPictureKeepsItsPlaceAndSaysWhatItShows() throws IOException {
    for (Map<String, String> tag : tags()) {
      if ("img".equals(tag.get("<"))) {
        String path = tag.getOrDefault("data-weft-src", tag.get("src"));
        assertThat(tag).as(path).containsKeys("width", "height", "alt");
        assertThat(tag.get("width") + "x" + tag.get("height")).as(path).isEqualTo(dimensions(path));
      }
    }
  }

  @Test
  void everyFileIsListedWithItsLicence() throws IOException {
    String licences = Files.readString(Path.of("LICENSES.md"));
    try (Stream<Path> fonts = Files.list(SITE.resolve("fonts"))) {
      assertThat(fonts.map(font -> "site/fonts/" + font.getFileName()))
          .allMatch(licences::contains);
    }
    try (Stream<Path> folders = Files.list(SITE)) {
      assertThat(
              folders
                  .filter(Files::isDirectory)
                  .map(folder -> "site/" + folder.getFileName() + "/"))
          .allMatch(licences::contains);
    }
  }

  @Test
  void whatTheNoscriptPartsNameExists() throws IOException {
    Matcher reference =
        Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
            .matcher(Files.readString(SITE.resolve("index.html")));
    List<String> paths = new ArrayList<>();
    while (reference.find()) {
      paths.add(reference.group(1));
    }

    assertThat(paths)
        .filteredOn(path -> !path.equals("/weft/weft.js"))
        .allMatch(path -> Files.isRegularFile(SITE.resolve(path.substring(1))));
  }

  private long bytes(Predicate<String> counted) {
    return assets.entrySet().stream()
        .filter(asset -> counted.test(asset.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Lazy elements come when they are near; fonts, late styles and late scripts come at once. */
  private static boolean belowTheFold(Map<String, String> tag) {
    return "lazy".equals(tag.get("loading"));
  }

  private static String stylesheet(Map<String, String> tag) {
    boolean loads = "link".equals(tag.get("<")) && tag.containsKey("href");
    return loads ? tag.get("href") : null;
  }

  /** The attributes of each element of the page; its name stands under {@code <}. */
  private List<Map<String, String>> tags() {
    List<Map<String, String>> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(page);
    while (tag.find()) {
      Map<String, String> attributes = new TreeMap<>();
      attributes.put("<", tag.group(1).toLowerCase(Locale.ROOT));
      Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
      while (attribute.find()) {
        attributes.put(attribute.group(1), attribute.group(2) == null ? "" : attribute.group(2));
      }
      tags.add(attributes);
    }
    return tags;
  }

  private static String dimensions(String path) throws IOException {
    try (ImageInputStream stream =
        ImageIO.createImageInputStream(SITE.resolve(path.substring(1)).toFile())) {
      ImageReader reader = ImageIO.getImageReaders(stream).next();
      reader.setInput(stream);
      return reader.getWidth(0) + "x" + reader.getHeight(0);
    }
  }
}
