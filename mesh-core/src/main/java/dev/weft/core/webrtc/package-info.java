/**
 * WebRTC between two private peers (libp2p specs, webrtc/webrtc.md): signalling over a relayed
 * connection, then a stream a data channel. The driver owns the RTCPeerConnection behind {@link
 * dev.weft.core.webrtc.RtcPeer}.
 */
@NullMarked
package dev.weft.core.webrtc;

import org.jspecify.annotations.NullMarked;
