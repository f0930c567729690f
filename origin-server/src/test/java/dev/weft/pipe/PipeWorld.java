package dev.weft.pipe;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pipe server, and a file for its senders. */
abstract class PipeWorld {
  @TempDir Path folder;
  Path file;
  Pipeline pipeline;
  private final byte[] body;

  PipeWorld(byte[] body) {
    this.body = body;
  }

  @BeforeEach
  void start() throws Exception {
    file = Pipeline.file(folder, body);
    pipeline = Pipeline.start();
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }
}
