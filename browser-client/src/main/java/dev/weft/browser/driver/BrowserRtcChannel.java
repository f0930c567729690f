package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.RTCDataChannel;
import dev.weft.core.webrtc.RtcChannel;
import org.teavm.jso.JSObject;

/** A data channel of the page. */
final class BrowserRtcChannel implements RtcChannel {
  private final RTCDataChannel channel;

  BrowserRtcChannel(RTCDataChannel channel) {
    this.channel = channel;
  }

  @Override
  public void listener(Listener listener) {
    channel.listen(
        new RTCDataChannel.Events() {
          @Override
          public void opened() {
            listener.open();
          }

          @Override
          public void received(JSObject message) {
            listener.message(Bytes.of(message));
          }

          @Override
          public void drained() {
            listener.bufferedAmountLow();
          }

          @Override
          public void ended() {
            listener.closed();
          }
        });
  }

  @Override
  public String label() {
    return channel.getLabel();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
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
}
