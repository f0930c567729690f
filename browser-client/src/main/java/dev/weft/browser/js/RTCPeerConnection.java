package dev.weft.browser.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** See the WebRTC recommendation, section 4.4; answers are promises. */
@JSClass(transparent = true)
public abstract class RTCPeerConnection implements JSObject {
  private RTCPeerConnection() {}

  /** Who hears of its events. */
  public interface Events extends JSObject {
    /** A local candidate as JSON, or null after the last one. */
    void gathered(@Nullable String candidate);

    /** One of new, connecting, connected, disconnected, failed, closed. */
    void moved(String state);

    /** The far end opened a channel. */
    void offered(RTCDataChannel channel);
  }

  /** Whether the browser has it, and the page may use it. */
  @JSBody(script = "return !!self.RTCPeerConnection")
  public static native boolean isPresent();

  /** The first connection of a page takes some 10 ms to make, which later ones do not. */
  @JSBody(script = "try{new RTCPeerConnection().close()}catch(refused){}")
  public static native void warmUp();

  /**
   * A new connection with an RTCConfiguration; null when the browser refuses it: a server it cannot
   * parse, or too many connections in the life of the page. Candidates of the visitor's own network
   * are neither told nor taken before the {@link LocalNetwork} is reachable.
   */
  @JSBody(
      params = {"configuration", "localNetwork"},
      script =
          """
          try {
            var made = new RTCPeerConnection(configuration);
            made.localNetwork = localNetwork;
            return made;
          } catch (refused) {
            return null;
          }
          """)
  public static native @Nullable RTCPeerConnection create(
      JSObject configuration, JSObject localNetwork);

  /** Says who hears. */
  @JSBody(
      params = "events",
      script =
          """
          this.onicecandidate = event => {
            var found = event.candidate, text = found && JSON.stringify(found);
            if (found && / host /.test(found.candidate))
              this.localNetwork.then(() => events.gathered(text));
            else events.gathered(text);
          };
          this.onconnectionstatechange = () => events.moved(this.connectionState);
          this.ondatachannel = event => events.offered(event.channel)
          """)
  public native void listen(Events events);

  /**
   * Whether a TURN server stands between just now, as far as the browser says: Firefox does from
   * version 154 on. Statistics would tell too, but are up to 50 ms old.
   */
  @JSBody(
      script =
          """
          try {
            var pair = this.sctp.transport.iceTransport.getSelectedCandidatePair();
            return [pair.local, pair.remote].some(each => each.type == 'relay');
          } catch (unknown) {
            return false;
          }
          """)
  public native boolean isOverTurn();

  /** Makes an offer. */
  public abstract JSObject createOffer();

  /** Makes an answer. */
  public abstract JSObject createAnswer();

  /** Sets our description. */
  @JSBody(
      params = {"type", "sdp"},
      script = "return this.setLocalDescription({type:type,sdp:sdp})")
  public native JSObject setLocalDescription(String type, String sdp);

  /** Sets the far end's description, without candidates: each has to pass by itself. */
  @JSBody(
      params = {"type", "sdp"},
      script =
          """
          return this.setRemoteDescription({type: type, sdp: sdp.replace(/^a=candidate.*\\s*/gm, '')})
          """)
  public native JSObject setRemoteDescription(String type, String sdp);

  /**
   * Adds the candidate that a JSON text describes, if it names what may be a visitor: over UDP, at
   * a port from 1024 on, and an address of the public internet or a random name of mDNS, as
   * browsers give themselves in their own network. Anything else is ignored, so that no peer makes
   * the page knock at loopback, at hosts of the visitor's network or at services, nor look a name
   * up.
   */
  @JSBody(
      params = "json",
      script =
          """
          var special = /^(10|127|169\\.254|172\\.(1[6-9]|2\\d|3[01])|192\\.168|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])|22[4-9]|2[3-5]\\d)\\./,
            ip4 = /^[1-9]\\d*(\\.(0|[1-9]\\d*)){3}$/,
            others = /^([23][\\da-f]{3}:[\\da-f:]+|[\\da-f-]{36}\\.local)$/i;
          Promise.resolve(json).then(JSON.parse).then(found => {
            var named = /^candidate:\\S+ \\d udp \\d+ (\\S+) (\\d+) typ /i.exec(found.candidate),
              address = named[1];
            if (named[2] > 1023
              && (ip4.test(address) ? !special.test(address) : others.test(address)))
              return (/l$/i.test(address) ? this.localNetwork : Promise.resolve())
                .then(() => this.addIceCandidate(found));
          }).catch(() => {})
          """)
  public native void addIceCandidate(String json);

  /** Opens a channel. */
  public abstract RTCDataChannel createDataChannel(String label);

  /** Closes it for good. */
  public abstract void close();
}
