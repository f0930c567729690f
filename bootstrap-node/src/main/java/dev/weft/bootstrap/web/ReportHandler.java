package dev.weft.bootstrap.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bootstrap.offload.Measure;
import dev.weft.bootstrap.offload.OffloadLedger;
import dev.weft.bootstrap.offload.RefusedReportException;
import dev.weft.bootstrap.offload.ReportParser;
import dev.weft.bootstrap.offload.Tally;
import dev.weft.jvm.net.AddressLimiter;
import dev.weft.jvm.net.TrustedProxies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /report}: takes the reports of visitors' pages, from any origin, as {@code
 * navigator.sendBeacon} sends them. Answers 204, or an error as {@code {"error":code,"message":…}}.
 */
final class ReportHandler {
  /** Reports at once from one address: an office that opens a site together. */
  static final int BURST = 120;

  /** One more report every 200 ms: 50 visitors behind one address, each reporting every 10 s. */
  static final long REFILL_MILLIS = 200;

  /** Addresses remembered: at some 150 bytes each, 3 MB. */
  private static final int MAX_ADDRESSES = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OffloadLedger ledger;
  private final ClientAddress addresses;
  private final AddressLimiter limiter;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Tally totals = new Tally();

  ReportHandler(OffloadLedger ledger, ClientAddress addresses, InstantSource clock) {
    this.ledger = ledger;
    this.addresses = addresses;
    this.limiter = new AddressLimiter(clock, BURST, REFILL_MILLIS, MAX_ADDRESSES);
  }

  void addTo(RoutesConfig routes) {
    routes.post("/report", this::handle);
    routes.options("/report", this::preflight);
  }

  /** How many reports were taken since the start. */
  double accepted() {
    return accepted.sum();
  }

  /** How many reports were refused since the start. */
  double refused() {
    return refused.sum();
  }

  /** The sum of one measure over all reports since the start. */
  double total(Measure measure) {
    synchronized (totals) {
      return totals.get(measure);
    }
  }

  private void handle(Context context) throws IOException {
    allowOrigin(context);
    try {
      Tally report = take(context);
      ledger.add(report);
      synchronized (totals) {
        totals.addAll(report);
      }
      accepted.increment();
      context.status(204);
    } catch (RefusedReportException refusal) {
      refused.increment();
      context.status(refusal.status());
      if (refusal.status() == 429) {
        context.header("Retry-After", "1");
      }
      context
          .contentType("application/json")
          .result(
              JSON.writeValueAsBytes(
                  Map.of("error", refusal.code(), "message", refusal.getMessage())));
    }
  }

  private Tally take(Context context) throws IOException, RefusedReportException {
    InetAddress client = addresses.of(context);
    if (!limiter.tryAcquire(TrustedProxies.group(client))) {
      throw RefusedReportException.tooMany();
    }
    if (!isJsonOrText(context.contentType())) {
      throw RefusedReportException.mediaType();
    }
    if (context.contentLength() > ReportParser.MAX_REPORT_BYTES) {
      throw ReportParser.tooLarge();
    }
    return ReportParser.parse(
        context.bodyInputStream().readNBytes(ReportParser.MAX_REPORT_BYTES + 1));
  }

  private static boolean isJsonOrText(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    String lower = type.trim().toLowerCase(Locale.ROOT);
    return lower.equals("application/json") || lower.equals("text/plain");
  }

  private void preflight(Context context) {
    allowOrigin(context);
    context.header("Access-Control-Allow-Methods", "POST");
    context.header("Access-Control-Allow-Headers", "Content-Type");
    context.header("Access-Control-Max-Age", "86400");
    context.status(204);
  }

  /**
   * A beacon always asks with credentials, for which the wildcard does not count. The node has no
   * cookies, so naming the origin gives nothing away.
   */
  private static void allowOrigin(Context context) {
    String origin = context.header("Origin");
    context.header("Access-Control-Allow-Origin", origin == null ? "*" : origin);
    context.header("Vary", "Origin");
    if (origin != null) {
      context.header("Access-Control-Allow-Credentials", "true");
    }
  }
}
