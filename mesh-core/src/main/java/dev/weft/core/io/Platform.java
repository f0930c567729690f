package dev.weft.core.io;

/** All that a driver hands to a node. Sockets, WebRTC and storage come separately. */
public record Platform(
    EventLoop loop,
    Entropy entropy,
    Digests digests,
    Signatures signatures,
    KeyAgreement keyAgreement) {}
