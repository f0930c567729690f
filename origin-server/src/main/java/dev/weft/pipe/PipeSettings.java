package dev.weft.pipe;

import dev.weft.jvm.net.TrustedProxies;
import java.time.Duration;
import java.util.List;

/**
 * What a pipe may do; see {@link #builder}.
 *
 * @param waitLimit how long anybody waits for the others
 * @param goneFor how long a path answers 410 after its transfer; zero to free it at once
 * @param minWait how long a sender with {@code min=} waits for all, when it does not say
 * @param idleLimit a receiver that takes nothing for so long is dropped; a sender that sends
 *     nothing for so long breaks the transfer
 * @param stall which receivers are dropped for being slow
 * @param mostPipes transfers at once, waiting ones included
 * @param mostBytes of one transfer; 0 for no bound
 * @param requestsPerMinute from one address; 0 for no bound
 * @param senderTokens of which a sender must show one as {@code Authorization: Bearer}; none when
 *     anybody may send
 * @param trustedProxies addresses or ranges whose {@code X-Forwarded-For} is believed
 */
public record PipeSettings(
    Duration waitLimit,
    Duration goneFor,
    Duration minWait,
    Duration idleLimit,
    Stall stall,
    int mostPipes,
    long mostBytes,
    int requestsPerMinute,
    List<String> senderTokens,
    List<String> trustedProxies) {

  /**
   * Drops a receiver that takes less than the rate for the time, while there is something to take.
   *
   * @param bytesPerSecond 0 to drop nobody
   */
  public record Stall(long bytesPerSecond, Duration time) {
    /** Drops nobody. */
    public static final Stall NONE = new Stall(0, Duration.ofSeconds(30));
  }

  /** Refuses what cannot be. */
  public PipeSettings {
    if (waitLimit.isZero() || waitLimit.isNegative()) {
      throw new IllegalArgumentException("--wait: the wait has a limit above 0");
    }
    if (idleLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("--idle: at least 1s");
    }
    if (stall.time().compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("--stall-time: at least 1s");
    }
    if (mostPipes < 1 || mostPipes > 65_536) {
      throw new IllegalArgumentException("--max-pipes: 1 to 65536, not " + mostPipes);
    }
    if (requestsPerMinute < 0 || requestsPerMinute > 60_000) {
      throw new IllegalArgumentException("--rate: 0 to 60000, not " + requestsPerMinute);
    }
    TrustedProxies.of(trustedProxies);
    senderTokens = List.copyOf(senderTokens);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Starts from what {@code ./weft pipe} does without options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the settings; each has the name and meaning of its component. */
  public static final class Builder {
    private Duration waitLimit = Duration.ofMinutes(5);
    private Duration goneFor = Duration.ofMinutes(1);
    private Duration minWait = Duration.ofSeconds(30);
    private Duration idleLimit = Duration.ofMinutes(2);
    private Stall stall = Stall.NONE;
    private int mostPipes = 128;
    private long mostBytes;
    private int requestsPerMinute = 6000;
    private List<String> senderTokens = List.of();
    private List<String> trustedProxies = List.of();

    private Builder() {}

    /** How long anybody waits for the others. */
    public Builder waitLimit(Duration value) {
      waitLimit = value;
      return this;
    }

    /** How long a path answers 410 after its transfer. */
    public Builder goneFor(Duration value) {
      goneFor = value;
      return this;
    }

    /** How long a sender with {@code min=} waits for all. */
    public Builder minWait(Duration value) {
      minWait = value;
      return this;
    }

    /** How long nothing may move. */
    public Builder idleLimit(Duration value) {
      idleLimit = value;
      return this;
    }

    /** Who is too slow. */
    public Builder stall(Stall value) {
      stall = value;
      return this;
    }

    /** Transfers at once. */
    public Builder mostPipes(int value) {
      mostPipes = value;
      return this;
    }

    /** Of one transfer, 0 for no bound. */
    public Builder mostBytes(long value) {
      mostBytes = value;
      return this;
    }

    /** From one address, 0 for no bound. */
    public Builder requestsPerMinute(int value) {
      requestsPerMinute = value;
      return this;
    }

    /** Of which a sender must show one. */
    public Builder senderTokens(List<String> value) {
      senderTokens = value;
      return this;
    }

    /** Whose word about addresses is believed. */
    public Builder trustedProxies(List<String> value) {
      trustedProxies = value;
      return this;
    }

    /** The finished settings. */
    public PipeSettings build() {
      return new PipeSettings(
          waitLimit,
          goneFor,
          minWait,
          idleLimit,
          stall,
          mostPipes,
          mostBytes,
          requestsPerMinute,
          senderTokens,
          trustedProxies);
    }
  }
}
