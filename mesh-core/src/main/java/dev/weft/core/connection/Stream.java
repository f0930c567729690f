package dev.weft.core.connection;

import dev.weft.core.io.ByteChannel;

/** A byte channel of one connection that speaks one protocol. */
public interface Stream extends ByteChannel {
  /** The protocol's id, such as {@code /ipfs/ping/1.0.0}. */
  String protocol();

  /** The connection that carries it. */
  Connection connection();
}
