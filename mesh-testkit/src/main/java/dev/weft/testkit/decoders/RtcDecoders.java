package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoders.stream;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Promise;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.webrtc.RtcChannel;
import dev.weft.core.webrtc.RtcPeer;
import dev.weft.core.webrtc.Signalling;
import dev.weft.core.webrtc.WebRtc;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Package {@code webrtc}: signalling messages, and the frames of a data channel. */
final class RtcDecoders {
  private static final String CANDIDATE =
      "{\"candidate\":\"candidate:1 1 udp 2113937151 192.0.2.7 49152 typ host\",\"sdpMid\":\"0\"}";

  private static final int MAX_SIGNALLING_BYTES = 16 << 10;
  private static final int MAX_FRAME_BYTES = (16 << 10) + 32;

  private RtcDecoders() {}

  static void add(List<Decoder> all) {
    byte[] offer = signal(0, "v=0");
    byte[] answer = signal(1, "v=0");
    byte[] candidate = signal(2, CANDIDATE);
    List<String> signalling = List.of("webrtc.Signalling", "webrtc.SignallingMessage");
    all.add(
        stream(
            "signalling, what the dialler sends",
            signalling,
            WebRtc.FAILED_SIGNALLING,
            MAX_SIGNALLING_BYTES,
            () -> new Platform().signalling(false),
            offer,
            Bytes.join(offer, candidate),
            Bytes.join(offer, candidate, signal(2, "")),
            answer,
            Bytes.join(offer, signal(2, "null"), signal(2, "{}"))));
    all.add(
        stream(
            "signalling, what the answerer sends",
            signalling,
            WebRtc.FAILED_SIGNALLING,
            MAX_SIGNALLING_BYTES,
            () -> new Platform().signalling(true),
            answer,
            Bytes.join(answer, candidate),
            Bytes.join(answer, candidate, signal(2, "")),
            offer,
            candidate));
    all.add(
        stream(
            "data channel",
            List.of("webrtc.RtcStream"),
            MAX_FRAME_BYTES,
            () -> new Platform().channel(),
            data(1),
            Bytes.join(data(40), flag(0)),
            Bytes.join(data(300), flag(1), data(7)),
            flag(2),
            Bytes.join(frame(new ProtoWriter().varint(1, 0).bytes(2, new byte[9])), flag(3))));
  }

  private static byte[] frame(ProtoWriter message) {
    return Delimited.frame(message.toBytes());
  }

  private static byte[] signal(int type, String data) {
    return frame(new ProtoWriter().varint(1, type).string(2, data));
  }

  private static byte[] data(int count) {
    return frame(new ProtoWriter().bytes(2, new byte[count]));
  }

  private static byte[] flag(int flag) {
    return frame(new ProtoWriter().varint(1, flag));
  }

  /** A platform that finds everything in order and notes what it is told. */
  private static final class Platform implements RtcPeer {
    private final VirtualLoop loop = new VirtualLoop();
    private final HostileConnection attacker = new HostileConnection();
    private final Transcript transcript = attacker.transcript;
    private final List<RtcPeer.Listener> listeners = new ArrayList<>(1);

    Decoder.Reader signalling(boolean offering) {
      HostileWire wire = attacker.stream(WebRtc.SIGNALLING_PROTOCOL);
      begin(wire, offering);
      return StreamReader.ending(loop, transcript, wire);
    }

    private Signalling begin(HostileWire wire, boolean offering) {
      Signalling signalling =
          offering
              ? Signalling.dial(loop, () -> this).on(wire)
              : Signalling.answer(loop, () -> this, wire);
      loop.runReady();
      return signalling;
    }

    /** The attacker has connected, and opens a channel. */
    Decoder.Reader channel() {
      HostileWire wire = attacker.stream(WebRtc.SIGNALLING_PROTOCOL);
      begin(wire, false)
          .connected()
          .then(
              muxer ->
                  muxer.listener(
                      new Muxer.Listener() {
                        @Override
                        public void opened(ByteChannel stream) {
                          transcript.listen(stream);
                        }

                        @Override
                        public void closed(MeshException reason) {}
                      }),
              reason -> {});
      wire.send(signal(0, "v=0"));
      listeners.get(0).state(State.CONNECTED);
      Channel channel = new Channel(transcript);
      listeners.get(0).dataChannel(channel);
      loop.runReady();
      return new StreamReader(loop, transcript, channel::message, () -> {});
    }

    @Override
    public void listener(RtcPeer.Listener listener) {
      listeners.add(listener);
    }

    @Override
    public Promise<String> createOffer() {
      return Promise.of("an offer");
    }

    @Override
    public Promise<String> createAnswer() {
      return Promise.of("an answer");
    }

    @Override
    public Promise<Done> setLocalDescription(String type, String sdp) {
      return Promise.of(Done.DONE);
    }

    @Override
    public Promise<Done> setRemoteDescription(String type, String sdp) {
      transcript.add(Transcript.NOTED, type + sdp);
      return Promise.of(Done.DONE);
    }

    @Override
    public void addIceCandidate(String candidateJson) {
      transcript.add(Transcript.NOTED, candidateJson);
    }

    @Override
    public RtcChannel createDataChannel(String label) {
      return new Channel(transcript);
    }

    @Override
    public boolean isOverTurn() {
      return false;
    }

    @Override
    public void close() {}
  }

  /** A data channel whose far end is the attacker. */
  private static final class Channel implements RtcChannel {
    private final Transcript transcript;
    private RtcChannel.@Nullable Listener listener;
    private boolean closed;

    Channel(Transcript transcript) {
      this.transcript = transcript;
    }

    void message(byte[] bytes) {
      if (listener != null && !closed) {
        listener.message(bytes);
      }
    }

    @Override
    public void listener(RtcChannel.Listener newListener) {
      listener = newListener;
    }

    @Override
    public String label() {
      return "";
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void send(byte[] message) {
      if (!closed) {
        transcript.add(Transcript.WRITTEN, message);
      }
    }

    @Override
    public int bufferedAmount() {
      return 0;
    }

    @Override
    public void bufferedAmountLowThreshold(int bytes) {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
