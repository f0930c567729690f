package dev.weft.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.webrtc.RtcChannel;
import dev.weft.testkit.decoders.Decoder;
import dev.weft.testkit.decoders.Decoders;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every decoder of the core is attacked. A decoder is a class of which, or of a class within which,
 * a method
 *
 * <ul>
 *   <li>is called decode, read, open or feed and takes bytes or a {@link ProtoReader}, or is called
 *       parse and takes a text;
 *   <li>or takes bytes and makes a {@link MeshException}, itself or by a method that returns one;
 *   <li>or takes what a peer sends on a stream or a data channel.
 * </ul>
 */
class DecodersTest {
  private static final String CORE = "dev.weft.core.";
  private static final Set<String> READS_BYTES = Set.of("decode", "read", "open", "feed");

  @Test
  void everyDecoderOfTheCoreHasSeeds() {
    Set<String> attacked = new TreeSet<>();
    for (Decoder decoder : Decoders.all()) {
      attacked.addAll(decoder.classes());
    }
    assertThat(attacked).containsAll(found("dev.weft.core"));
  }

  @Test
  void aNewDecoderIsFound() {
    assertThat(found("dev.weft.e2e.house")).containsExactly("DecodersTest");
  }

  private static Set<String> found(String packages) {
    ClassFileImporter importer =
        packages.startsWith("dev.weft.core")
            ? new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            : new ClassFileImporter();
    Set<String> found = new TreeSet<>();
    for (JavaClass each : importer.importPackages(packages)) {
      for (JavaMethod method : each.getMethods()) {
        if (!method.getModifiers().contains(JavaModifier.ABSTRACT) && decodes(each, method)) {
          found.add(nameOf(each));
        }
      }
    }
    return found;
  }

  private static boolean decodes(JavaClass owner, JavaMethod method) {
    boolean bytes = takes(method, byte[].class);
    boolean reads =
        READS_BYTES.contains(method.getName()) && (bytes || takes(method, ProtoReader.class));
    boolean parses = method.getName().equals("parse") && takes(method, String.class);
    boolean hears =
        bytes
            && (isHeardBy(owner, method, ByteChannel.Receiver.class, "data")
                || isHeardBy(owner, method, RtcChannel.Listener.class, "message"));
    return reads || parses || hears || (bytes && refuses(method));
  }

  private static boolean takes(JavaMethod method, Class<?> type) {
    return method.getRawParameterTypes().stream().anyMatch(each -> each.isEquivalentTo(type));
  }

  private static boolean isHeardBy(
      JavaClass owner, JavaMethod method, Class<?> listener, String name) {
    return owner.isAssignableTo(listener)
        && !owner.getModifiers().contains(JavaModifier.ABSTRACT)
        && method.getName().equals(name);
  }

  private static boolean refuses(JavaMethod method) {
    for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
      if (call.getTarget().getRawReturnType().isEquivalentTo(MeshException.class)) {
        return true;
      }
    }
    return false;
  }

  /** Of the outermost class, within the core. */
  private static String nameOf(JavaClass each) {
    JavaClass outer = each;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getName().startsWith(CORE)
        ? outer.getName().substring(CORE.length())
        : outer.getSimpleName();
  }

  /** One that nobody has seeded. */
  @SuppressWarnings("unused")
  private static final class Unseeded {
    static int decode(byte[] bytes) {
      return bytes.length;
    }
  }
}
