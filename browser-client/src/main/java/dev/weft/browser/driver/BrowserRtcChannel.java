package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.RTCDataChannel;
import dev.weft.core.webrtc.RtcChannel;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A data channel of the page. Text messages, which libp2p does not use, are dropped. */
final class BrowserRtcChannel implements RtcChannel {
  private final RTCDataChannel channel;

  BrowserRtcChannel(RTCDataChannel channel) {
    this.channel = channel;
    channel.setBinaryType("arraybuffer");
  }

  @Override
  public void listener(Listener listener) {
    channel.setOnopen(event -> listener.open());
    channel.setOnmessage(
        event -> {
          if (isBuffer(event.getData())) {
            listener.message(Bytes.ofBuffer(event.getData()));
          }
        });
    channel.setOnbufferedamountlow(event -> listener.bufferedAmountLow());
    channel.setOnclose(event -> listener.closed());
  }

  @Override
  public String label() {
    return channel.getLabel();
  }

  @Override
  public boolean isOpen() {
    return channel.getReadyState().equals("open");
  }

  @Override
  public void send(byte[] message) {
    if (isOpen()) {
      channel.send(message);
    }
  }

  @Override
  public int bufferedAmount() {
    return channel.getBufferedAmount();
  }

  @Override
  public void bufferedAmountLowThreshold(int bytes) {
    channel.setBufferedAmountLowThreshold(bytes);
  }

  @Override
  public void close() {
    channel.close();
  }

  @JSBody(params = "data", script = "return data instanceof ArrayBuffer")
  private static native boolean isBuffer(JSObject data);
}
