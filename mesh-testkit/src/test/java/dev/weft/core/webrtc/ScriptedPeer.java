package dev.weft.core.webrtc;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.List;

/** A peer connection whose platform is the test; it writes down what it was told. */
final class ScriptedPeer implements RtcPeer {
  final List<String> calls = new ArrayList<>();
  final List<ScriptedChannel> channels = new ArrayList<>();
  Promise<Done> remoteDescription = Promise.of(Done.DONE);
  boolean closed;
  Listener listener;

  @Override
  public void listener(Listener newListener) {
    listener = newListener;
  }

  @Override
  public Promise<String> createOffer() {
    calls.add("createOffer");
    return Promise.of("offer");
  }

  @Override
  public Promise<String> createAnswer() {
    calls.add("createAnswer");
    return Promise.of("answer");
  }

  @Override
  public Promise<Done> setLocalDescription(String type, String sdp) {
    calls.add("local " + sdp);
    return Promise.of(Done.DONE);
  }

  @Override
  public Promise<Done> setRemoteDescription(String type, String sdp) {
    calls.add("remote " + sdp);
    return remoteDescription;
  }

  @Override
  public void addIceCandidate(String candidateJson) {
    calls.add("candidate " + candidateJson);
  }

  @Override
  public RtcChannel createDataChannel(String label) {
    ScriptedChannel channel = new ScriptedChannel(label);
    channel.open = false;
    channels.add(channel);
    return channel;
  }

  @Override
  public boolean isOverTurn() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
