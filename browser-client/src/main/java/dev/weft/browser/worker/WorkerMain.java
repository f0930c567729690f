package dev.weft.browser.worker;

/** The service worker's script. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Entry point of the compiled script: runs anew each time the browser starts the worker. */
  public static void main(String[] args) {
    WorkerScope.listen(new SiteWorker());
  }
}
