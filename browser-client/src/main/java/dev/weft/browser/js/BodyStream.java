package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A {@code Response} whose body is written piece by piece. */
@JSClass(transparent = true)
public abstract class BodyStream implements JSObject {
  private BodyStream() {}

  /** Hears that the reader wants no more. */
  @JSFunctor
  public interface OnCancel extends JSObject {
    /** The body was cancelled. */
    void cancelled();
  }

  /**
   * A response with an open body.
   *
   * @param mediaType empty for none
   * @param length what {@code Content-Length} says; negative for none
   */
  @JSBody(
      params = {"status", "mediaType", "length", "onCancel"},
      script =
          "var writer,headers={},body=new ReadableStream({start(given){writer=given},"
              + "cancel:()=>onCancel()});if(mediaType)headers['content-type']=mediaType;"
              + "if(length>=0)headers['content-length']=length;return {writer:writer,"
              + "response:new Response([101,204,205,304].includes(status)?null:body,"
              + "{status:status,headers:headers})}")
  public static native BodyStream create(
      int status, String mediaType, double length, OnCancel onCancel);

  /** What the page gets. */
  @JSProperty
  public abstract JSObject getResponse();

  /** Adds a copy of the bytes, as a page may do with its piece what it likes. */
  @JSBody(params = "bytes", script = "this.writer.enqueue(new Uint8Array(bytes))")
  public native void enqueue(@JSByRef byte[] bytes);

  /** Ends the body. */
  @JSBody(script = "this.writer.close()")
  public native void close();

  /** Breaks the body. */
  @JSBody(params = "error", script = "this.writer.error(error)")
  public native void error(JSObject error);
}
