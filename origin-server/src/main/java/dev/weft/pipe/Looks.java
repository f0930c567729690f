package dev.weft.pipe;

import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;

/** {@code HEAD} on a pipe's path: how it stands, in headers. Takes no place in it. */
final class Looks {
  private Looks() {}

  static void answer(Exchange exchange, Pipes pipes, Ask ask) throws Refusal {
    Transfer transfer = pipes.find(ask.path());
    if (transfer == null && pipes.isGone(ask.path())) {
      throw Pipes.gone();
    }
    HttpFields.Mutable headers = exchange.response().getHeaders();
    if (transfer == null) {
      headers.put("X-Weft-State", "free");
    } else {
      Progress now = transfer.progress();
      headers.put("X-Weft-State", now.state().name().toLowerCase(Locale.ROOT));
      headers.put("X-Weft-Receivers", now.rows().size() + " of " + now.n());
      headers.put("X-Weft-Sender", now.sender() ? "1" : "0");
    }
    exchange.answer(200, null, new byte[0]);
  }
}
