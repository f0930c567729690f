package dev.weft.pipe.server;

import picocli.CommandLine.IVersionProvider;

/** The build's version, from the jar's manifest. */
final class Version implements IVersionProvider {
  /** As {@code --version} and {@code GET /version} say it. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "weft pipe " + (version == null ? "dev" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
