package dev.weft.origin;

import picocli.CommandLine.IVersionProvider;

/** The build's version, from the jar's manifest. */
final class Version implements IVersionProvider {
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "weft " + (version == null ? "dev" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
