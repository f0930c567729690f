package dev.weft.e2e.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.e2e.node.NodeProcess;
import dev.weft.e2e.node.NodeRuntime;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmPlatform;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import dev.weft.testkit.decoders.Decoders;
import dev.weft.testkit.decoders.ForgeryAttack;
import dev.weft.testkit.vectors.Settled;
import dev.weft.testkit.vectors.SharedVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code core.mjs}, which the build makes of mesh-core and the shared vectors. */
class CoreScriptTest {
  private static final Path SCRIPT = Path.of("target", "teavm", "core.mjs").toAbsolutePath();

  /** Seconds on an idle machine, most of them for the digests of 11 MB. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final int MUTATIONS = 50_000;

  /** Of handshakes, and again of signatures. */
  private static final int FORGERIES = 20_000;

  @Test
  void everyMethodOfTheCoreIsInTheScript() throws IOException {
    Set<String> inScript = new HashSet<>();
    Matcher names = Pattern.compile("\\w+_[\\w$]+").matcher(Files.readString(SCRIPT));
    while (names.find()) {
      inScript.add(names.group());
    }
    Set<String> inCore = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weft.core")) {
      for (JavaCodeUnit unit : each.getCodeUnits()) {
        if (!unit.getModifiers().contains(JavaModifier.ABSTRACT)) {
          inCore.add(nameInScript(each, unit));
        }
      }
    }
    assertThat(inCore).hasSizeGreaterThan(1_000).contains("dwck_KadServer_accept");
    assertThat(inScript).containsAll(inCore);
  }

  /** TeaVM's: the packages' initials, the class, the method. */
  private static String nameInScript(JavaClass owner, JavaCodeUnit unit) {
    StringBuilder name = new StringBuilder();
    for (String each : owner.getPackageName().split("\\.")) {
      name.append(each.charAt(0));
    }
    String simple = owner.getName().substring(owner.getPackageName().length() + 1);
    String method = unit.getName().replace("<init>", "_init_").replace("<clinit>", "_clinit_");
    return name.append('_').append(simple).append('_').append(method).toString();
  }

  @Test
  void theVectorsGiveTheSameAsOnTheJvm() {
    SharedVectors.Report here = SharedVectors.runAll();
    try (NodeProcess node =
        NodeRuntime.get().start("vectors.js", List.of(SCRIPT.toUri().toString()))) {
      assertThat(node.nextLine(TIMEOUT)).isEqualTo(String.valueOf(here.count()));
      assertThat(node.nextLine(TIMEOUT)).isEqualTo(here.digest());
      node.awaitSuccess(TIMEOUT);
    }
  }

  @Test
  void decodersUnderAttackDecideAsOnTheJvm() {
    List<String> same = sameOnBoth("decoders", MUTATIONS, () -> CoreScript.attack(MUTATIONS));
    assertThat(same).hasSameSizeAs(Decoders.all());
  }

  @Test
  void forgeriesAreSeenThroughAsOnTheJvm() {
    VirtualLoop loop = new VirtualLoop();
    Platform platform =
        JvmPlatform.of(loop, new SeededEntropy(CoreScript.KEYS_SEED), Effects.on(loop));
    ForgeryAttack attack = new ForgeryAttack(platform.signatures(), platform.keyAgreement());
    List<String> same =
        sameOnBoth(
            "forgeries",
            FORGERIES,
            () -> {
              Promise<ForgeryAttack> over = attack.onAll(FORGERIES);
              loop.runReady();
              return Settled.value(over).report();
            });
    assertThat(attack.failures()).isEmpty();
    assertThat(same).hasSameSizeAs(attack.results());
  }

  /** The lines of an attack in Node, while it is carried out here. */
  private static List<String> sameOnBoth(String attack, int inputs, Supplier<String> onTheJvm) {
    try (NodeProcess node =
        NodeRuntime.get()
            .start(
                "vectors.js", List.of(SCRIPT.toUri().toString(), attack, String.valueOf(inputs)))) {
      List<String> lines = List.of(onTheJvm.get().split("\n"));
      for (String line : lines) {
        assertThat(node.nextLine(TIMEOUT)).isEqualTo(line);
      }
      node.awaitSuccess(TIMEOUT);
      return lines;
    }
  }
}
