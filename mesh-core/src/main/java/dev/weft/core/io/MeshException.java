package dev.weft.core.io;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of the core. {@link #fault()} says whose fault it was, {@link #code()} is
 * stable and short enough for metrics and for a page's {@code error.code}.
 */
public final class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whose fault it was. */
  public enum Fault {
    /** The peer broke a protocol: close the connection and let its score know. */
    PEER,
    /** Our own failure, or the platform's. */
    LOCAL,
    /** Nobody's: the channel was closed, the work was cancelled. */
    CLOSED,
    /** The other side did not answer in time. */
    TIMEOUT
  }

  private final Fault fault;
  private final String code;

  private MeshException(Fault fault, String code, @Nullable String message) {
    super(message);
    this.fault = fault;
    this.code = code;
  }

  /** The peer sent what its protocol forbids; the code says it all. */
  public static MeshException peer(String code) {
    return new MeshException(Fault.PEER, code, null);
  }

  /** The peer sent what its protocol forbids. */
  public static MeshException peer(String code, String message) {
    return new MeshException(Fault.PEER, code, message);
  }

  /** We, or the platform, failed; the code says it all. */
  public static MeshException local(String code) {
    return new MeshException(Fault.LOCAL, code, null);
  }

  /** We, or the platform, failed. */
  public static MeshException local(String code, String message) {
    return new MeshException(Fault.LOCAL, code, message);
  }

  /** The channel or node is closed. */
  public static MeshException closed(String message) {
    return new MeshException(Fault.CLOSED, "closed", message);
  }

  /** A deadline passed. */
  public static MeshException timeout(String message) {
    return new MeshException(Fault.TIMEOUT, "timeout", message);
  }

  /** A deadline passed, and there is a name for which. */
  public static MeshException timeout(String code, String message) {
    return new MeshException(Fault.TIMEOUT, code, message);
  }

  /** Takes none: peers can have us throw at will, and the code says what happened. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** Whose fault it was. */
  public Fault fault() {
    return fault;
  }

  /** A stable name of what happened, lower case with hyphens. */
  public String code() {
    return code;
  }

  /** The code where there is no message; never null, unlike the inherited contract. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code : message;
  }
}
