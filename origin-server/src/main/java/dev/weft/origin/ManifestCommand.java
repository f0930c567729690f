package dev.weft.origin;

import picocli.CommandLine.Command;

/** {@code ./weft manifest}: looks at what a folder or a site has published. */
@Command(
    name = "manifest",
    mixinStandardHelpOptions = true,
    description = "Shows, verifies or compares manifests.",
    subcommands = {
      ManifestShowCommand.class,
      ManifestVerifyCommand.class,
      ManifestDiffCommand.class
    })
final class ManifestCommand {}
