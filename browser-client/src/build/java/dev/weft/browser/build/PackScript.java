package dev.weft.browser.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.google.javascript.jscomp.CheckLevel;
import com.google.javascript.jscomp.CompilationLevel;
import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Turns what TeaVM wrote into what a site serves: one function scope around it, minified, beside it
 * the hash for the {@code integrity} attribute. Prints the sizes and fails past the limit.
 *
 * <p>Run by the build as a source file: {@code PackScript <from> <to> <limits>}.
 */
public final class PackScript {
  private static final Pattern NULL_CHECK =
      Pattern.compile("=>\\s*\\{\\s*if\\(val===null\\)\\{[^}]*\\}\\s*return val;\\s*\\}");

  private PackScript() {}

  /** Writes {@code <to>} and {@code <to>.sri}. */
  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Path.of(args[1]);
    byte[] source = Files.readAllBytes(from);
    Path stamp = from.resolveSibling(from.getFileName() + ".packed");
    String sourceHash = hash("SHA-256", source);
    boolean fresh =
        Files.exists(to) && Files.exists(stamp) && Files.readString(stamp).equals(sourceHash);
    byte[] packed = fresh ? Files.readAllBytes(to) : minified(source);
    Files.createDirectories(to.getParent());
    Files.write(to, packed);
    Files.writeString(
        to.resolveSibling(to.getFileName() + ".sri"), "sha384-" + hash("SHA-384", packed) + "\n");
    Files.writeString(stamp, sourceHash);
    weigh(to.getFileName().toString(), packed, Path.of(args[2]));
  }

  private static byte[] minified(byte[] source) {
    String teavm = withoutNullChecks(new String(source, StandardCharsets.UTF_8));
    CompilerOptions options = new CompilerOptions();
    CompilationLevel.SIMPLE_OPTIMIZATIONS.setOptionsForCompilationLevel(options);
    WarningLevel.QUIET.setOptionsForWarningLevel(options);
    options.setWarningLevel(DiagnosticGroups.CHECK_USELESS_CODE, CheckLevel.OFF);
    options.setLanguageIn(CompilerOptions.LanguageMode.ECMASCRIPT_2021);
    options.setLanguageOut(CompilerOptions.LanguageMode.ECMASCRIPT_2021);
    options.setEmitUseStrict(false);
    options.setOutputCharset(StandardCharsets.UTF_8);
    Compiler.setLoggingLevel(Level.OFF);
    Compiler compiler = new Compiler();
    Result result =
        compiler.compile(
            List.of(),
            List.of(SourceFile.fromCode("weft.js", "(function(){" + teavm + "\nmain()})();")),
            options);
    if (!result.success) {
      throw new IllegalStateException("minifying failed: " + result.errors);
    }
    return (compiler.toSource() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * TeaVM's strict mode calls a function for each dereference; JavaScript throws by itself there.
   * As an identity it is inlined away, which saves 1.3 KB; the checks of array bounds stay.
   */
  private static String withoutNullChecks(String teavm) {
    String identity = NULL_CHECK.matcher(teavm).replaceFirst("=>val");
    if (identity.equals(teavm)) {
      throw new IllegalStateException("TeaVM's null check looks different in this version");
    }
    return identity;
  }

  private static void weigh(String name, byte[] script, Path limits) throws IOException {
    Brotli4jLoader.ensureAvailability();
    int brotli = Encoder.compress(script, new Encoder.Parameters().setQuality(11)).length;
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
      System.err.println(name + " is " + (brotli - limit) + " bytes past its limit in " + limits);
      System.exit(1);
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
