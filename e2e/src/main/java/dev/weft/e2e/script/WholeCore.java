package dev.weft.e2e.script;

import dev.weft.core.io.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.MethodDependency;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodReader;
import org.teavm.model.ValueType;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * A plugin of TeaVM that has it compile every method of mesh-core, called or not. TeaVM looks only
 * at what is reached, so that otherwise what only a server runs could leave the subset of Java that
 * a browser can have.
 *
 * <p>It acts where the build sets the property {@value #PROPERTY}.
 */
public final class WholeCore extends AbstractDependencyListener implements TeaVMPlugin {
  private static final String PROPERTY = "weft.wholeCore";

  @Override
  public void install(TeaVMHost host) {
    if (host.getProperties().getProperty(PROPERTY) != null) {
      host.add(this);
    }
  }

  @Override
  public void started(DependencyAgent agent) {
    for (String name : classesOfTheCore()) {
      agent.linkClass(name).initClass(null);
      for (MethodReader method : agent.getClassSource().get(name).getMethods()) {
        if (!method.hasModifier(ElementModifier.ABSTRACT)) {
          keep(agent, method);
        }
      }
    }
  }

  /** As if something called it, with values of the types that it declares. */
  private static void keep(DependencyAgent agent, MethodReader method) {
    MethodDependency kept = agent.linkMethod(method.getReference());
    kept.propagateClass(0, method.getOwnerName());
    for (int i = 0; i < method.parameterCount(); i++) {
      ValueType type = method.parameterType(i);
      if (!(type instanceof ValueType.Primitive)) {
        kept.propagate(i + 1, agent.getType(type));
      }
    }
    kept.use();
  }

  /** The names of all classes of mesh-core, nested ones too, from its jar or its folder. */
  private static List<String> classesOfTheCore() {
    try {
      Path place =
          Path.of(Platform.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return classesUnder(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return classesUnder(jar.getPath("/"));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<String> classesUnder(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
