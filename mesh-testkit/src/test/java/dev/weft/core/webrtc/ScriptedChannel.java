package dev.weft.core.webrtc;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A data channel whose far end is the test. */
final class ScriptedChannel implements RtcChannel {
  final List<byte[]> sent = new ArrayList<>();
  int bufferedAmount;
  int lowThreshold;
  boolean open = true;
  boolean closed;
  private final String label;
  private Listener listener;

  ScriptedChannel(String label) {
    this.label = label;
  }

  /** What was sent, as hex. */
  String sentHex() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    sent.forEach(all::writeBytes);
    return HexFormat.of().formatHex(all.toByteArray());
  }

  void receive(String hex) {
    listener.message(HexFormat.of().parseHex(hex));
  }

  void receive(byte[] message) {
    listener.message(message);
  }

  void opens() {
    open = true;
    listener.open();
  }

  /** The network takes all but so many bytes. */
  void drainsTo(int bytes) {
    boolean crosses = bufferedAmount > lowThreshold && bytes <= lowThreshold;
    bufferedAmount = bytes;
    if (crosses) {
      listener.bufferedAmountLow();
    }
  }

  void closesFromAfar() {
    open = false;
    listener.closed();
  }

  @Override
  public void listener(Listener newListener) {
    listener = newListener;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean isOpen() {
    return open && !closed;
  }

  @Override
  public void send(byte[] message) {
    if (isOpen()) {
      sent.add(message.clone());
      bufferedAmount += message.length;
    }
  }

  @Override
  public int bufferedAmount() {
    return bufferedAmount;
  }

  @Override
  public void bufferedAmountLowThreshold(int bytes) {
    lowThreshold = bytes;
  }

  @Override
  public void close() {
    closed = true;
  }
}
