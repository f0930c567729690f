package dev.weft.pipe.server;

import dev.weft.jvm.KeyFileException;
import dev.weft.jvm.PrivateFile;
import dev.weft.pipe.PipeSettings;
import dev.weft.web.ListenOptions;
import dev.weft.web.OptionText;
import dev.weft.web.Quantity;
import dev.weft.web.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./weft pipe}: serves pipes and prints its URL as the first line on stdout. */
@Command(
    name = "weft pipe",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "One sender, up to 256 receivers, one upload, nothing stored.",
    footer = {
      "",
      "Send: tar c . | curl -T - URL/a-secret-path?n=30",
      "Receive, on each of 30 machines: curl URL/a-secret-path?n=30 | tar x",
      "The first line on stdout is the URL; logs go to stderr, without paths, for these are secret."
    })
final class PipeCommand implements Callable<Integer> {
  /** Of senders' tokens: some hundred of them. */
  private static final int MAX_TOKENS_BYTES = 1 << 14;

  @Spec @Nullable CommandSpec spec;

  @Mixin ListenOptions listen = new ListenOptions();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "5min",
      description = "How long anybody waits for the others. Default: ${DEFAULT-VALUE}.")
  String waitLimit = "5min";

  @Option(
      names = "--gone",
      paramLabel = "TIME",
      defaultValue = "1min",
      description =
          "How long a path answers 410 after its transfer; 0 to free it at once."
              + " Default: ${DEFAULT-VALUE}.")
  String gone = "1min";

  @Option(
      names = "--min-wait",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "After what time a transfer with min= starts with fewer receivers, when its sender does"
              + " not say (wait=). Default: ${DEFAULT-VALUE}.")
  String minWait = "30s";

  @Option(
      names = "--idle",
      paramLabel = "TIME",
      defaultValue = "2min",
      description =
          "Drops a receiver that takes nothing, and breaks off a sender that sends nothing, for so"
              + " long. Default: ${DEFAULT-VALUE}.")
  String idle = "2min";

  @Option(
      names = "--stall-rate",
      paramLabel = "SIZE",
      defaultValue = "0",
      description =
          "Drops a receiver that takes less than that a second, such as 100kB, so that it does not"
              + " hold up the others. Default: 0, nobody is too slow.")
  String stallRate = "0";

  @Option(
      names = "--stall-time",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "For how long it may be that slow. Default: ${DEFAULT-VALUE}.")
  String stallTime = "30s";

  @Option(
      names = "--max-pipes",
      paramLabel = "COUNT",
      defaultValue = "128",
      description =
          "Transfers at once, waiting ones included; each takes 1 MiB of memory from its start on."
              + " Default: ${DEFAULT-VALUE}.")
  int mostPipes;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "Of one transfer. Default: 0, no bound.")
  String mostBytes = "0";

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      defaultValue = "6000",
      description =
          "Requests a minute from one address; 0 for no bound. Default: ${DEFAULT-VALUE}.")
  int requestsPerMinute;

  @Option(
      names = "--sender-token-file",
      paramLabel = "FILE",
      description =
          "Only senders with a token may send (Authorization: Bearer); one a line, mode 0600."
              + " Default: everybody may.")
  @Nullable Path senderTokenFile;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      description =
          "A reverse proxy, or a range such as 10.0.0.0/8, whose X-Forwarded-For and"
              + " X-Forwarded-Proto are believed; may be given again.")
  List<String> trustedProxies = List.of();

  @Override
  public Integer call() throws StartException {
    CommandSpec command = Objects.requireNonNull(spec);
    PipeServer server = PipeServer.start(config(command));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    PrintWriter out = command.commandLine().getOut();
    out.println(server.url());
    out.flush();
    return 0;
  }

  private PipeConfig config(CommandSpec command) throws StartException {
    List<String> tokens = senderTokenFile == null ? List.of() : tokens(senderTokenFile);
    try {
      return new PipeConfig(listen.host(), listen.port(), listen.tls(), settings(tokens));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private PipeSettings settings(List<String> tokens) {
    return PipeSettings.builder()
        .waitLimit(OptionText.read("--wait", waitLimit, Quantity::duration))
        .goneFor(OptionText.read("--gone", gone, Quantity::duration))
        .minWait(OptionText.read("--min-wait", minWait, Quantity::duration))
        .idleLimit(OptionText.read("--idle", idle, Quantity::duration))
        .stall(
            new PipeSettings.Stall(
                OptionText.read("--stall-rate", stallRate, Quantity::bytes),
                OptionText.read("--stall-time", stallTime, Quantity::duration)))
        .mostPipes(mostPipes)
        .mostBytes(OptionText.read("--max-bytes", mostBytes, Quantity::bytes))
        .requestsPerMinute(requestsPerMinute)
        .senderTokens(tokens)
        .trustedProxies(trustedProxies)
        .build();
  }

  private static List<String> tokens(Path file) throws StartException {
    try {
      List<String> tokens =
          PrivateFile.read(file, MAX_TOKENS_BYTES)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (tokens.isEmpty()) {
        throw new StartException("--sender-token-file: " + file + " holds no token.");
      }
      return tokens;
    } catch (KeyFileException unusable) {
      throw new StartException("--sender-token-file: " + unusable.getMessage() + ".", unusable);
    }
  }
}
