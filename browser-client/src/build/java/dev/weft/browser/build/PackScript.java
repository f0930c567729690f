package dev.weft.browser.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.google.javascript.jscomp.AbstractCompiler;
import com.google.javascript.jscomp.CheckLevel;
import com.google.javascript.jscomp.CommandLineRunner;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.CompilerPass;
import com.google.javascript.jscomp.CustomPassExecutionTime;
import com.google.javascript.jscomp.DiagnosticGroups;
import com.google.javascript.jscomp.Result;
import com.google.javascript.jscomp.SourceFile;
import com.google.javascript.jscomp.WarningLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what TeaVM wrote into what a site serves: rewritten for the minifier, minified, beside it
 * the hash for the {@code integrity} attribute. Prints the sizes and fails past the limit.
 *
 * <p>Run by the build: {@code PackScript <from> <to> <limits>}, and with {@code small} behind it
 * for a program of so few classes that what {@link TeaVmScript} knows is not all in it: TeaVM has
 * minified that one, and has to leave little.
 */
public final class PackScript {
  /** What the browser has and the minifier's own list of it lacks. */
  private static final String GLOBALS = "addEventListener, caches, localStorage, sessionStorage";

  /**
   * How many orders of the functions are tried, of which the smallest script is taken: they differ
   * by up to 100 bytes for no reason that could be known beforehand.
   */
  private static final int ORDERS_TRIED = 24;

  private PackScript() {}

  /** Writes {@code <to>} and {@code <to>.sri}. */
  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Path.of(args[1]);
    boolean small = args.length > 3;
    String written = Files.readString(from);
    TeaVmScript rewritten = small ? null : TeaVmScript.rewritten(written);
    String source = rewritten == null ? atOnce(written) : rewritten.text();
    Path stamp = from.resolveSibling(from.getFileName() + ".packed");
    String inputs = hash("SHA-256", (source + tool()).getBytes(StandardCharsets.UTF_8));
    boolean fresh =
        Files.exists(to) && Files.exists(stamp) && Files.readString(stamp).equals(inputs);
    byte[] packed =
        fresh
            ? Files.readAllBytes(to)
            : rewritten == null ? shortened(source) : minified(source, rewritten.classes());
    Files.createDirectories(to.getParent());
    Files.write(to, packed);
    Files.writeString(
        to.resolveSibling(to.getFileName() + ".sri"), "sha384-" + hash("SHA-384", packed) + "\n");
    Files.writeString(stamp, inputs);
    weigh(to.getFileName().toString(), packed, Path.of(args[2]));
  }

  /** The script calls its entry point itself, under no name of the global object. */
  private static String atOnce(String teavm) {
    String global = "\"use strict\";\nvar main;";
    if (!teavm.startsWith(global)) {
      throw ScriptText.unexpected(global);
    }
    return "\"use strict\";\n{\nlet main;\n" + teavm.substring(global.length()) + "\nmain();\n}";
  }

  /** As short as it gets without leave to rename what others may use. */
  private static byte[] shortened(String source) {
    String once =
        minified(source, List.of(), options(CompilationLevel.SIMPLE_OPTIMIZATIONS), none -> null);
    return (once + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Changes with the classes of this package, thus with what they do to the script. */
  private static String tool() throws IOException {
    Path classes = Path.of(PackScript.class.getResource(".").getPath());
    StringBuilder hashes = new StringBuilder();
    try (Stream<Path> each = Files.list(classes)) {
      for (Path file : each.sorted().toList()) {
        hashes.append(hash("SHA-256", Files.readAllBytes(file)));
      }
    }
    return hashes.toString();
  }

  private static byte[] minified(String source, Map<String, JavaClass> classes) throws IOException {
    CompilerOptions options = options(CompilationLevel.ADVANCED_OPTIMIZATIONS);
    options.setWarningLevel(DiagnosticGroups.UNDEFINED_VARIABLES, CheckLevel.ERROR);
    options.setDisambiguateProperties(false); // MemberNames knows better which names may be one
    options.setAmbiguateProperties(false);
    List<SourceFile> externs = externs(source);
    String once = minified(source, externs, options, compiler -> new TreePasses(compiler, classes));
    String twice =
        minified(
            once,
            externs,
            options(CompilationLevel.SIMPLE_OPTIMIZATIONS),
            compiler -> (unused, scripts) -> LocalVariables.declareAsParameters(scripts));
    byte[] smallest = ordered(twice, 0);
    for (int start = 1; start < ORDERS_TRIED; start++) {
      byte[] ordered = ordered(twice, start);
      smallest = brotli(ordered) < brotli(smallest) ? ordered : smallest;
    }
    return smallest;
  }

  private static byte[] ordered(String minified, int start) {
    Compiler compiler = new Compiler();
    compiler.init(
        List.of(),
        List.of(SourceFile.fromCode("weft.js", minified)),
        options(CompilationLevel.WHITESPACE_ONLY));
    compiler.parse();
    DefinitionOrder.sort(compiler, new ScriptTree(compiler.getRoot().getLastChild()), start);
    return (compiler.toSource() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static CompilerOptions options(CompilationLevel level) {
    CompilerOptions options = new CompilerOptions();
    level.setOptionsForCompilationLevel(options);
    WarningLevel.QUIET.setOptionsForWarningLevel(options);
    options.setWarningLevel(DiagnosticGroups.CHECK_USELESS_CODE, CheckLevel.OFF);
    options.setLanguageIn(CompilerOptions.LanguageMode.ECMASCRIPT_2021);
    options.setLanguageOut(CompilerOptions.LanguageMode.ECMASCRIPT_2021);
    options.setEmitUseStrict(false);
    options.setLineLengthThreshold(Integer.MAX_VALUE); // a line's end costs a byte
    options.setOutputCharset(StandardCharsets.UTF_8);
    return options;
  }

  private static String minified(
      String source,
      List<SourceFile> externs,
      CompilerOptions options,
      Function<AbstractCompiler, @Nullable CompilerPass> passes) {
    Compiler.setLoggingLevel(Level.OFF);
    Compiler compiler = new Compiler();
    CompilerPass pass = passes.apply(compiler);
    if (pass != null) {
      options.addCustomPass(CustomPassExecutionTime.BEFORE_CHECKS, pass);
    }
    Result result =
        compiler.compile(externs, List.of(SourceFile.fromCode("weft.js", source)), options);
    if (!result.success) {
      throw new IllegalStateException("minifying failed: " + result.errors);
    }
    return compiler.toSource();
  }

  private static List<SourceFile> externs(String source) throws IOException {
    StringBuilder names = new StringBuilder("/** @externs */ var " + GLOBALS + ", names;\n");
    for (String name : TeaVmScript.externalNames(source)) {
      names.append("names.").append(name).append(";\n");
    }
    List<SourceFile> externs =
        new ArrayList<>(CommandLineRunner.getBuiltinExterns(CompilerOptions.Environment.BROWSER));
    externs.add(SourceFile.fromCode("names.js", names.toString()));
    return externs;
  }

  private static void weigh(String name, byte[] script, Path limits) throws IOException {
    int brotli = brotli(script);
    int limit = limit(name, limits);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes, gzip %,d, brotli %,d of %,d%n",
        name,
        script.length,
        gzip(script),
        brotli,
        limit);
    if (brotli > limit) {
      throw new IllegalStateException(
          name + " is " + (brotli - limit) + " bytes past its limit in " + limits);
    }
  }

  private static int limit(String name, Path limits) throws IOException {
    for (String line : Files.readAllLines(limits)) {
      if (line.startsWith(name + " ")) {
        return Integer.parseInt(line.substring(name.length() + 1).trim());
      }
    }
    throw new IllegalStateException("no limit for " + name + " in " + limits);
  }

  private static int brotli(byte[] script) throws IOException {
    Brotli4jLoader.ensureAvailability();
    return Encoder.compress(script, new Encoder.Parameters().setQuality(11)).length;
  }

  private static int gzip(byte[] script) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(script);
    }
    return out.size();
  }

  private static String hash(String algorithm, byte[] data) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
