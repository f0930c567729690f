package dev.weft.core.multistream;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;

/** The responder's side: refuses proposals until one is spoken. */
final class Answer extends Negotiation {
  private final Multistream.Responder responder;
  private int proposals;

  /** Whether the responder knows the outcome. */
  private boolean told;

  /** What answers the piece of bytes that is being read; sent in one write. */
  private byte[] replies = Bytes.NONE;

  Answer(ByteChannel channel, Multistream.Responder responder) {
    super(channel);
    this.responder = responder;
  }

  @Override
  void header() {
    reply(Multistream.message(Multistream.HEADER));
  }

  @Override
  void token(String token) {
    if (++proposals > Multistream.MAX_PROPOSALS) {
      throw malformed();
    }
    if (responder.speaks(token)) {
      reply(Multistream.message(token));
      sendReplies();
      told = true;
      agree(token);
    } else if (token.equals(Multistream.LIST)) {
      reply(list());
    } else {
      reply(Multistream.message(Multistream.NOT_AVAILABLE));
    }
  }

  @Override
  void agreed(String protocol) {
    responder.agreed(protocol, this);
  }

  @Override
  public void data(byte[] bytes) {
    super.data(bytes);
    sendReplies();
  }

  @Override
  public void failed(MeshException reason) {
    super.failed(reason);
    if (!told) {
      told = true;
      responder.failed(reason);
    }
  }

  private void reply(byte[] message) {
    replies = Bytes.join(replies, message);
  }

  private void sendReplies() {
    if (replies.length > 0) {
      byte[] out = replies;
      replies = Bytes.NONE;
      below.write(out);
    }
  }

  /** One message that holds a message for each protocol, and a newline. */
  private byte[] list() {
    byte[] list = Bytes.NONE;
    for (String protocol : responder.protocols()) {
      list = Bytes.join(list, Multistream.message(protocol));
    }
    return Delimited.frame(Bytes.join(list, new byte[] {'\n'}));
  }
}
