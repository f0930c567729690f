package dev.weft.core.connection;

/** Takes the incoming streams of one protocol. */
public interface ProtocolHandler {
  /** A peer opened a stream; set its receiver within this call. */
  void accept(Stream stream);
}
