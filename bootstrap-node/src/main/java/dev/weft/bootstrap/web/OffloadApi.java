package dev.weft.bootstrap.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weft.bootstrap.libp2p.MeshSnapshot;
import dev.weft.bootstrap.offload.Measure;
import dev.weft.bootstrap.offload.OffloadLedger;
import dev.weft.bootstrap.offload.Tally;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/offload?since=MINUTE}: what the dashboard shows, as JSON.
 *
 * <pre>{@code
 * {"minute":29394720, "minutes":{"at":[…],"peerBytes":[…],…}, "recent":{"minutes":5,"ratio":0.8,"peerBytes":…,…},
 *  "day":{"minutes":1440,"ratio":null,…}, "mesh":{"connections":…,"dots":[[7,true],…]}}
 * }</pre>
 *
 * <p>{@code minutes} holds columns: the n-th entries of all arrays belong together, minutes without
 * a report are left out. A page asks for all once and then since the last minute that it has.
 */
final class OffloadApi {
  private static final JsonFactory JSON = new JsonFactory();

  private final OffloadLedger ledger;
  private final Supplier<MeshSnapshot> mesh;

  OffloadApi(OffloadLedger ledger, Supplier<MeshSnapshot> mesh) {
    this.ledger = ledger;
    this.mesh = mesh;
  }

  void handle(Context context) throws IOException {
    context.header("Cache-Control", "no-store");
    context.contentType("application/json").result(write(since(context.queryParam("since"))));
  }

  private static long since(@Nullable String text) {
    boolean isNumber = text != null && text.matches("[0-9]{1,12}");
    return isNumber ? Long.parseLong(text) : 0;
  }

  private byte[] write(long since) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("minute", ledger.unixMinute());
      json.writeFieldName("minutes");
      writeColumns(json, ledger.since(since));
      json.writeFieldName("recent");
      writeSum(json, OffloadLedger.RECENT_MINUTES);
      json.writeFieldName("day");
      writeSum(json, OffloadLedger.MINUTES);
      json.writeFieldName("mesh");
      writeMesh(json, mesh.get());
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeColumns(JsonGenerator json, List<OffloadLedger.Minute> minutes)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("at");
    for (OffloadLedger.Minute minute : minutes) {
      json.writeNumber(minute.unixMinute());
    }
    json.writeEndArray();
    for (Measure measure : Measure.values()) {
      json.writeArrayFieldStart(measure.field());
      for (OffloadLedger.Minute minute : minutes) {
        json.writeNumber(minute.tally().get(measure));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void writeSum(JsonGenerator json, int minutes) throws IOException {
    Tally sum = ledger.sum(minutes);
    json.writeStartObject();
    json.writeNumberField("minutes", minutes);
    double ratio = sum.ratio();
    if (ratio < 0) {
      json.writeNullField("ratio");
    } else {
      json.writeNumberField("ratio", ratio);
    }
    for (Measure measure : Measure.values()) {
      json.writeNumberField(measure.field(), sum.get(measure));
    }
    json.writeEndObject();
  }

  private static void writeMesh(JsonGenerator json, MeshSnapshot mesh) throws IOException {
    json.writeStartObject();
    json.writeNumberField("connections", mesh.connections());
    json.writeNumberField("reservations", mesh.reservations());
    json.writeNumberField("circuits", mesh.circuits());
    json.writeNumberField("relayedBytes", mesh.relayedBytes());
    json.writeNumberField("providerRecords", mesh.providerRecords());
    json.writeNumberField("nodes", mesh.dht().nodes());
    json.writeArrayFieldStart("dots");
    for (MeshSnapshot.Dot dot : mesh.dots()) {
      json.writeStartArray();
      json.writeNumber(dot.number());
      json.writeBoolean(dot.reserved());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
