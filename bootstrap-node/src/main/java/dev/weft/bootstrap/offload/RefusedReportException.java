package dev.weft.bootstrap.offload;

/** A report that is not taken; the status, code and message are meant for its sender. */
public final class RefusedReportException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  RefusedReportException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The address reports more often than visitors' pages do. */
  public static RefusedReportException tooMany() {
    return new RefusedReportException(429, "too-many", "too many reports from this address");
  }

  /** The body's media type is not one that a beacon sends. */
  public static RefusedReportException mediaType() {
    return new RefusedReportException(
        415, "media-type", "a report is sent as application/json or text/plain");
  }

  /** The HTTP status: 400, 413, 415 or 429. */
  public int status() {
    return status;
  }

  /** A stable name of what is wrong, lower case with hyphens. */
  public String code() {
    return code;
  }

  /** Never null, unlike the inherited contract. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code : message;
  }
}
