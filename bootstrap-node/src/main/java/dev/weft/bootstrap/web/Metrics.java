package dev.weft.bootstrap.web;

import dev.weft.bootstrap.libp2p.MeshSnapshot;
import dev.weft.bootstrap.offload.Measure;
import dev.weft.bootstrap.stun.StunServer;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics} for Prometheus. No label has values that a visitor could make up. */
final class Metrics implements AutoCloseable {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Supplier<MeshSnapshot> mesh;
  private final Supplier<Long> refused;
  private final ReportHandler reports;

  Metrics(
      Supplier<MeshSnapshot> mesh,
      Supplier<Long> refused,
      @Nullable StunServer stun,
      ReportHandler reports) {
    this.mesh = mesh;
    this.refused = refused;
    this.reports = reports;
    bindMesh();
    bindReports();
    if (stun != null) {
      bindStun(stun);
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  void handle(Context context) {
    context.contentType(CONTENT_TYPE).result(registry.scrape());
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void bindMesh() {
    gauge("weft.connections", "open libp2p connections", MeshSnapshot::connections);
    gauge("weft.reservations", "relay reservations in force", MeshSnapshot::reservations);
    gauge("weft.circuits", "relayed connections", MeshSnapshot::circuits);
    gauge("weft.provider.records", "provider records held", MeshSnapshot::providerRecords);
    gauge("weft.dht.nodes", "other nodes in the routing table", now -> now.dht().nodes());
    gauge("weft.dht.announced", "keys announced to other nodes", now -> now.dht().announced());
    counter("weft.dht.lookups", "look-ups in the DHT", now -> now.dht().lookUps());
    counter("weft.dht.hops", "hops of all look-ups together", now -> now.dht().hops());
    counter("weft.circuits.forwarded", "opened through other nodes", MeshSnapshot::forwarded);
    counter("weft.relayed.bytes", "bytes relayed, both ways", MeshSnapshot::relayedBytes);
    FunctionCounter.builder("weft.connections.refused", refused, Supplier::get)
        .description("WebSockets turned away: the node was full, drained, or did not admit them")
        .register(registry);
    counter("weft.handshakes.failed", "handshakes that failed", MeshSnapshot::handshakesFailed);
  }

  private void gauge(String name, String what, ToDoubleFunction<MeshSnapshot> value) {
    Gauge.builder(name, mesh, source -> value.applyAsDouble(source.get()))
        .description(what)
        .register(registry);
  }

  private void counter(String name, String what, ToDoubleFunction<MeshSnapshot> value) {
    FunctionCounter.builder(name, mesh, source -> value.applyAsDouble(source.get()))
        .description(what)
        .register(registry);
  }

  private void bindStun(StunServer stun) {
    for (StunServer.Outcome outcome : StunServer.Outcome.values()) {
      FunctionCounter.builder("weft.stun.requests", stun, server -> server.count(outcome))
          .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
          .description("datagrams on the STUN port")
          .register(registry);
    }
  }

  private void bindReports() {
    FunctionCounter.builder("weft.reports", reports, ReportHandler::accepted)
        .tag("outcome", "accepted")
        .description("reports of visitors' pages")
        .register(registry);
    FunctionCounter.builder("weft.reports", reports, ReportHandler::refused)
        .tag("outcome", "refused")
        .description("reports of visitors' pages")
        .register(registry);
    bytes(Measure.PEER_BYTES, "peer");
    bytes(Measure.ORIGIN_BYTES, "origin");
    bytes(Measure.CACHE_BYTES, "cache");
    bytes(Measure.HTTP_CACHE_BYTES, "http-cache");
    for (Measure measure : Measure.values()) {
      if (measure.isFallback()) {
        FunctionCounter.builder("weft.fallbacks", reports, handler -> handler.total(measure))
            .tag("reason", measure.field())
            .description("requests that went to the origin, as reported")
            .register(registry);
      }
    }
    FunctionCounter.builder(
            "weft.verify.failures", reports, handler -> handler.total(Measure.VERIFY_FAILURES))
        .description("blocks from peers that did not match their hash, as reported")
        .register(registry);
  }

  private void bytes(Measure measure, String source) {
    FunctionCounter.builder("weft.delivered.bytes", reports, handler -> handler.total(measure))
        .tag("source", source)
        .description("bytes that reached visitors, as reported")
        .register(registry);
  }
}
