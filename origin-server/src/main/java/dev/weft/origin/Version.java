package dev.weft.origin;

import picocli.CommandLine.IVersionProvider;

/** The build's version, from the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"weft " + (version == null ? "dev" : version)};
  }
}
