package dev.weft.e2e.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.weft.jvm.net.Http1;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which modules may know which, and which packages of the core. */
class ArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weft");

  /** Of the core, from low to high: a package knows those before it, and itself. */
  private static final List<String> CORE =
      List.of(
          "io",
          "multiformats",
          "protobuf",
          "crypto",
          "unixfs",
          "manifest",
          "multistream",
          "noise",
          "yamux",
          "connection",
          "relay",
          "webrtc",
          "kad",
          "exchange",
          "peers",
          "cache",
          "bitswap",
          "fetch",
          "offload",
          "mesh");

  /** Of each module's package, the modules that it may know besides itself. */
  private static final Map<String, List<String>> MODULES =
      Map.of(
          "core", List.of(),
          "jvm", List.of("core"),
          "testkit", List.of("core", "jvm"),
          "bootstrap", List.of("core", "jvm"),
          "web", List.of("core", "jvm"),
          "pipe", List.of("jvm", "web"),
          "origin", List.of("core", "jvm", "web", "pipe"),
          "browser", List.of("core"),
          "site", List.of(),
          "e2e", List.of("core", "jvm", "browser", "testkit", "bootstrap", "origin"));

  static List<String> corePackages() {
    return CORE;
  }

  @ParameterizedTest
  @MethodSource("corePackages")
  void aPackageOfTheCoreKnowsOnlyLowerOnes(String name) {
    String[] higher =
        CORE.subList(CORE.indexOf(name) + 1, CORE.size()).stream()
            .map(each -> "dev.weft.core." + each + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.weft.core." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(higher)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageOfTheCoreHasItsPlace() {
    TreeSet<String> found = new TreeSet<>();
    for (JavaClass each : CLASSES.that(resideInAPackage("dev.weft.core.."))) {
      String below = each.getPackageName().substring("dev.weft.core.".length());
      found.add(below.contains(".") ? below.substring(0, below.indexOf('.')) : below);
    }
    assertThat(found).isSubsetOf(CORE).contains("io", "multiformats", "manifest");
  }

  static List<String> modules() {
    return List.copyOf(MODULES.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleKnowsOnlyThoseItMay(String module) {
    String[] known =
        MODULES.get(module).stream().map(each -> "dev.weft." + each + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.weft." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.weft..")
                .and(not(resideInAPackage("dev.weft." + module + "..")))
                .and(not(resideInAnyPackage(known))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyModuleHasItsPlace() {
    TreeSet<String> found = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      String below = each.getPackageName().substring("dev.weft.".length());
      found.add(below.contains(".") ? below.substring(0, below.indexOf('.')) : below);
    }
    assertThat(found).isSubsetOf(MODULES.keySet()).contains("core", "bootstrap", "origin");
  }

  @Test
  void noServerReadsHttp1AsJettyDoes() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Http1.class.getName())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(HttpConnectionFactory.class.getName())
        .because("Jetty's own loses requests, see Http1")
        .check(CLASSES);
  }

  @Test
  void theCoreStandsOnTheJdkAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.weft.core..")
        .should()
        .dependOnClassesThat(not(resideInAnyPackage("dev.weft.core..", "java..", "org.jspecify..")))
        .check(CLASSES);
  }
}
