package dev.weft.pipe;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ContentSourceTransformer;
import org.jspecify.annotations.Nullable;

/**
 * The first file in a form (RFC 7578), as it comes. What is before and after it in the form is read
 * and thrown away; its end is the form's end, so that a form that breaks off has none. Of a form
 * from which nothing can be had, a failure chunk says why, and the rest is read and thrown away.
 */
final class FirstFile extends ContentSourceTransformer {
  /** Of one part. */
  private static final int MOST_HEADER_BYTES = 4096;

  private final MultiPart.Parser parser;
  private final Consumer<HttpFields> onHead;
  private final Queue<Content.Chunk> pieces = new ArrayDeque<>();
  private boolean found;
  private boolean closed;
  private boolean refused;
  private @Nullable Malformed failure;

  /**
   * The first file of that form.
   *
   * @param onHead gets the headers for receivers before the file's first byte can be read
   */
  FirstFile(Content.Source form, String boundary, Consumer<HttpFields> onHead) {
    super(form);
    this.onHead = onHead;
    this.parser = new MultiPart.Parser(boundary, new Parts());
    parser.setPartHeadersMaxLength(MOST_HEADER_BYTES);
  }

  /** A form from which nothing can be had; its message is part of a sentence. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    Malformed(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  @Override
  protected Content.@Nullable Chunk transform(Content.Chunk form) {
    if (refused) {
      form.skip(form.remaining());
      return form.isLast() ? Content.Chunk.EOF : null;
    }
    if (pieces.isEmpty() && !closed) {
      closed = form.isLast();
      parser.parse(form);
      if (closed && !found && failure == null) {
        failure = new Malformed("the form holds no file");
      }
    }
    if (failure != null) {
      // As the last chunk it would fail the request, and with it the response that tells why.
      refused = true;
      return Content.Chunk.from(failure, false);
    }
    Content.Chunk piece = pieces.poll();
    return piece == null && closed ? Content.Chunk.EOF : piece;
  }

  @Override
  protected void release() {
    pieces.forEach(Content.Chunk::release);
    pieces.clear();
  }

  private final class Parts extends MultiPart.AbstractPartsListener {
    private boolean inFile;
    private @Nullable String type;

    @Override
    public void onPartBegin() {
      type = null;
    }

    @Override
    public void onPartHeader(String name, String value) {
      super.onPartHeader(name, value);
      if (HttpHeader.CONTENT_TYPE.is(name)) {
        type = value;
      }
    }

    @Override
    public void onPartHeaders() {
      String name = getFileName();
      inFile = !found && name != null && !name.isEmpty();
      if (inFile) {
        found = true;
        onHead.accept(head(name));
      }
    }

    private HttpFields head(String name) {
      HttpFields.Mutable head =
          HttpFields.build()
              .put(
                  HttpHeader.CONTENT_DISPOSITION,
                  "attachment; "
                      + MultiPart.encodeContentDispositionFileName(
                          name.replace('"', '_').replace('\\', '_')));
      if (type != null) {
        head.put(new HttpField(HttpHeader.CONTENT_TYPE, type));
      }
      return head.asImmutable();
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      if (inFile && chunk.hasRemaining()) {
        if (chunk.canRetain()) {
          chunk.retain();
        }
        pieces.add(
            chunk.isLast() ? Content.Chunk.asChunk(chunk.getByteBuffer(), false, chunk) : chunk);
      }
    }

    @Override
    public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
      inFile = false;
    }

    @Override
    public void onFailure(Throwable malformed) {
      failure = new Malformed("the form is malformed or broke off");
    }
  }
}
