package dev.weft.browser;

/** The page's script: starts the client. */
public final class Main {
  private Main() {}

  /** Entry point of the compiled script. */
  public static void main(String[] args) {
    new Client().start();
  }
}
