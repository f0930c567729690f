package dev.weft.origin.http;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The pages of errors: one sentence that repeats nothing of the request, with the headers that the
 * status asks for. Every method gets one, HEAD without its body.
 */
public final class ErrorPages extends ErrorHandler {
  /** Request attribute: the {@code Content-Range} of a 416. */
  static final String CONTENT_RANGE = ErrorPages.class.getName() + ".contentRange";

  private static final String STYLE =
      "body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;"
          + "color:#222;background:#fff}@media(prefers-color-scheme:dark){body{color:#ddd;"
          + "background:#181818}}";

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    if (response.getStatus() == HttpStatus.METHOD_NOT_ALLOWED_405) {
      response.getHeaders().put(HttpHeader.ALLOW, Responder.ALLOW);
    }
    if (request.getAttribute(CONTENT_RANGE) instanceof String range) {
      response.getHeaders().put(HttpHeader.CONTENT_RANGE, range);
    }
    return super.handle(request, response, callback);
  }

  @Override
  protected void writeErrorHtml(
      Request request,
      Writer writer,
      Charset charset,
      int code,
      @Nullable String message,
      @Nullable Throwable cause)
      throws IOException {
    String title = code + " " + HttpStatus.getMessage(code);
    writer.write("<!doctype html><html lang=en><meta charset=\"" + charset.name() + "\"><title>");
    writer.write(title + "</title><style>" + STYLE + "</style><h1>" + title + "</h1><p>");
    writer.write(sentence(code) + "</html>\n");
  }

  private static String sentence(int code) {
    return switch (code) {
      case HttpStatus.NOT_FOUND_404 -> "There is nothing at this address.";
      case HttpStatus.METHOD_NOT_ALLOWED_405 -> "This address can only be read.";
      case HttpStatus.RANGE_NOT_SATISFIABLE_416 -> "The file has no such part.";
      case HttpStatus.PRECONDITION_FAILED_412 -> "The file is not the one that was asked for.";
      default ->
          code < HttpStatus.INTERNAL_SERVER_ERROR_500
              ? "The request could not be understood."
              : "Something went wrong here; the log of the server says what.";
    };
  }
}
