package dev.weft.origin.manifest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of changes in folders, and not of what has changed: who is told looks for himself. */
final class FolderWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private final WatchService service;
  private boolean incomplete;

  /** Watches folders of the file system that the path belongs to. */
  FolderWatch(Path root, Runnable onChange) throws IOException {
    service = root.getFileSystem().newWatchService();
    Thread thread = new Thread(() -> listen(onChange), "folder-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Watches the folder, which may be watched already, from now on until it is gone. */
  void add(Path folder) {
    try {
      folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
    } catch (IOException refused) {
      if (!incomplete) {
        LOG.warn("changes in some folders will be noticed late: {}", refused.getMessage());
      }
      incomplete = true;
    }
  }

  private void listen(Runnable onChange) {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        onChange.run();
        key.reset();
      }
    } catch (ClosedWatchServiceException closed) {
      LOG.debug("the folder is watched no more");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
