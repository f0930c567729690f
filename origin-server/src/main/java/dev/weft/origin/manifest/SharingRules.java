package dev.weft.origin.manifest;

import dev.weft.core.manifest.ResponseHeader;
import dev.weft.origin.folder.Glob;
import dev.weft.origin.folder.MediaTypes;
import dev.weft.origin.folder.Responses;
import dev.weft.origin.folder.SiteFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files may go from visitor to visitor. Public by its headers is asked of every file; a page
 * must be included by name.
 *
 * @param include patterns, of which a file must match one; none means every file. A plain path adds
 *     that file, even a page, and restricts nothing.
 * @param exclude patterns, of which a file must match none
 * @param leastBytes smaller files are not shared
 * @param mostBytes larger files are not shared
 */
public record SharingRules(
    List<Glob> include, List<Glob> exclude, long leastBytes, long mostBytes) {
  /** An empty file costs a lookup and saves nothing. */
  public static final long DEFAULT_LEAST_BYTES = 1;

  /** Far above what a page loads; hashing it takes seconds. */
  public static final long DEFAULT_MOST_BYTES = 1L << 30;

  /** Everything public but pages. */
  public static final SharingRules DEFAULT =
      new SharingRules(List.of(), List.of(), DEFAULT_LEAST_BYTES, DEFAULT_MOST_BYTES);

  private static final Pattern NOT_PUBLIC = Pattern.compile("(?i)(^|[,\\s])(no-store|private)\\b");

  /** Refuses what cannot be. */
  public SharingRules {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    if (leastBytes < 0 || mostBytes < leastBytes) {
      throw new IllegalArgumentException(
          "files of at least "
              + leastBytes
              + " and at most "
              + mostBytes
              + " bytes: there are none");
    }
  }

  /** Whether the file may be shared, with all that its response has; null is none. */
  public boolean allow(SiteFile file, Responses.@Nullable Response response) {
    return response != null
        && allow(file.path(), response.mediaType(), file.size())
        && response.headers().entrySet().stream().allMatch(SharingRules::isPublic);
  }

  private boolean allow(String path, String mediaType, long size) {
    return size >= leastBytes
        && size <= mostBytes
        && isIncluded(path, mediaType)
        && exclude.stream().noneMatch(glob -> glob.matches(path));
  }

  private boolean isIncluded(String path, String mediaType) {
    boolean restricted = false;
    boolean matched = false;
    for (Glob glob : include) {
      if (glob.isPath()) {
        if (glob.matches(path)) {
          return true;
        }
      } else {
        restricted = true;
        matched |= glob.matches(path);
      }
    }
    return !MediaTypes.isHtml(mediaType) && (matched || !restricted);
  }

  /** Whether a peer may reproduce the header: on the manifest's closed list, and not private. */
  private static boolean isPublic(Map.Entry<String, String> header) {
    String name = header.getKey().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "vary" -> header.getValue().equalsIgnoreCase("Accept-Encoding");
      case "cache-control" -> !NOT_PUBLIC.matcher(header.getValue()).find();
      default -> ResponseHeader.isAllowed(name);
    };
  }
}
