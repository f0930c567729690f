package dev.weft.origin.folder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a site, and the only way into it.
 *
 * <p>Links are followed as long as they stay within the folder. Files and folders whose name starts
 * with a dot do not exist here, nor does anything but regular files.
 */
public final class SiteFolder {
  /** A site nests no deeper; bounds the walk of a folder whose links form a loop. */
  private static final int MAX_DEPTH = 64;

  /** The file that stands for its folder. */
  private static final String INDEX = "index.html";

  private final Path root;

  /**
   * The folder at the path.
   *
   * @throws IOException when it is not there or not a folder
   */
  public SiteFolder(Path folder) throws IOException {
    root = folder.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  /** The folder itself, links resolved. */
  public Path root() {
    return root;
  }

  /** What a path of a URL names. */
  public sealed interface Found {}

  /** A file, to be sent. */
  public record AFile(SiteFile file) implements Found {}

  /**
   * A folder with an index whose URL lacks its last slash.
   *
   * @param path with that slash, see {@link SitePath}
   */
  public record AFolder(String path) implements Found {}

  /** Nothing that may be served. */
  public record Nothing() implements Found {}

  /**
   * Finds what the path names.
   *
   * @param decoded the path of the URL, percent-decoded once
   */
  public Found find(String decoded) {
    List<String> segments = SitePath.segments(decoded);
    if (segments == null) {
      return new Nothing();
    }
    try {
      Path named = root;
      for (String segment : segments) {
        named = named.resolve(segment);
      }
      if (!Files.isDirectory(named)) {
        return decoded.endsWith("/") ? new Nothing() : regularFile(named);
      }
      Found index = regularFile(named.resolve(INDEX));
      return index instanceof AFile && !decoded.endsWith("/")
          ? new AFolder(SitePath.of(root.relativize(named)) + "/")
          : index;
    } catch (InvalidPathException unnameable) {
      return new Nothing();
    }
  }

  private Found regularFile(Path named) {
    try {
      SiteFile file = inspect(named);
      return file == null ? new Nothing() : new AFile(file);
    } catch (IOException absent) {
      return new Nothing();
    }
  }

  /** The file at the path below the root, or null when it may not be served. */
  private @Nullable SiteFile inspect(Path named) throws IOException {
    Path real = named.toRealPath();
    if (!real.startsWith(root) || isHidden(root.relativize(real))) {
      return null;
    }
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    return attributes.isRegularFile() && Files.isReadable(real)
        ? SiteFile.of(SitePath.of(root.relativize(named)), real, attributes)
        : null;
  }

  /** Whether the file is still as it was found, by size and time of modification. */
  public boolean isUnchanged(SiteFile file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file.file(), BasicFileAttributes.class);
    return SiteFile.of(file.path(), file.file(), now).equals(file);
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Visits all that may be served, in no order.
   *
   * @param folders gets each folder, for those who watch them
   * @throws IOException when the root cannot be read; what vanishes or is unreadable below it is
   *     passed over
   */
  public void walk(Consumer<Path> folders, Consumer<SiteFile> files) throws IOException {
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (isHidden(root.relativize(folder)) || !folder.toRealPath().startsWith(root)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            folders.accept(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path named, BasicFileAttributes attributes) {
            if (isServable(named) && regularFile(named) instanceof AFile found) {
              files.accept(found.file());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path named, IOException failure)
              throws IOException {
            if (named.equals(root)) {
              throw failure;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whether a URL can name it: the same rule as for a request. */
  private boolean isServable(Path named) {
    return SitePath.segments("/" + root.relativize(named).toString().replace('\\', '/')) != null;
  }
}
