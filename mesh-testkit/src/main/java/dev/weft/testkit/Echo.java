package dev.weft.testkit;

import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;

/** A protocol that sends back what comes, no faster than it can be sent. */
public final class Echo implements ProtocolHandler {
  @Override
  public void accept(Stream stream) {
    stream.receiver(
        new ByteChannel.Receiver() {
          @Override
          public void data(byte[] bytes) {
            stream.write(bytes);
            if (stream.writable() == 0) {
              stream.pause();
              stream.onWritable(stream::resume);
            }
          }

          @Override
          public void end() {
            stream.finish();
          }

          @Override
          public void failed(MeshException reason) {}
        });
  }
}
