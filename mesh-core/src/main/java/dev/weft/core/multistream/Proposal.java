package dev.weft.core.multistream;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/** The initiator's side: proposes one protocol and trusts that it is spoken. */
final class Proposal extends Negotiation {
  private final String protocol;

  /** Header and proposal, until they have been sent. */
  private byte @Nullable [] opening;

  Proposal(ByteChannel channel, String protocol) {
    super(channel);
    this.protocol = protocol;
    opening = Bytes.join(Multistream.message(Multistream.HEADER), Multistream.message(protocol));
  }

  @Override
  void start(EventLoop loop) {
    super.start(loop);
    loop.post(this::open);
  }

  @Override
  void token(String token) {
    if (token.equals(protocol)) {
      agree(token);
    } else if (token.equals(Multistream.NOT_AVAILABLE)) {
      throw MeshException.local("protocol-not-supported", protocol);
    } else {
      throw malformed();
    }
  }

  private void open() {
    if (opening != null) {
      byte[] first = opening;
      opening = null;
      below.write(first);
    }
  }

  @Override
  public void write(byte[] bytes) {
    if (opening == null) {
      below.write(bytes);
    } else {
      byte[] first = Bytes.join(opening, bytes);
      opening = null;
      below.write(first);
    }
  }

  @Override
  public void finish() {
    open();
    below.finish();
  }
}
