package dev.weft.pipe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/** {@code GET /metrics} for Prometheus. No label has values that a client could make up. */
final class Metrics implements AutoCloseable {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Metrics(Pipes pipes) {
    Counters counters = pipes.counters();
    Gauge.builder("weft.pipe.open", pipes, Pipes::open)
        .description("transfers that are waiting or under way")
        .register(registry);
    count("weft.pipe.transfers", "outcome", "delivered", counters.delivered);
    count("weft.pipe.transfers", "outcome", "failed", counters.failed);
    count("weft.pipe.receivers", "outcome", "completed", counters.receiversCompleted);
    count("weft.pipe.receivers", "outcome", "unconfirmed", counters.receiversUnconfirmed);
    count("weft.pipe.receivers", "outcome", "failed", counters.receiversFailed);
    count("weft.pipe.bytes", "direction", "in", counters.bytesIn);
    count("weft.pipe.bytes", "direction", "out", counters.bytesOut);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void count(String name, String tag, String value, LongAdder adder) {
    FunctionCounter.builder(name, adder, LongAdder::sum)
        .tag(tag, value)
        .description("of transfers that are over, since the start")
        .register(registry);
  }

  void answer(Exchange exchange) {
    exchange.answer(200, TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    registry.close();
  }
}
