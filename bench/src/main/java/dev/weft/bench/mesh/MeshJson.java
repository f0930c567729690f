package dev.weft.bench.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.bench.Machine;
import dev.weft.bench.Samples;
import java.util.Map;

/** A run as JSON: all values, and the ratios that have bounds. */
final class MeshJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MeshJson() {}

  static String of(Results results, Machine machine) {
    ObjectNode root = JSON.createObjectNode();
    root.set("machine", JSON.valueToTree(machine));
    root.set("loads", JSON.valueToTree(results.loads().values()));
    ObjectNode clients = root.putObject("clients");
    for (Map.Entry<Variant, Map<Measure, Samples>> each : results.samples().entrySet()) {
      ObjectNode client = clients.putObject(each.getKey().id());
      each.getValue().forEach((measure, samples) -> client.set(measure.id, tree(measure, samples)));
    }
    ObjectNode sizes = root.putObject("sizes");
    results.sizes().forEach((client, size) -> sizes.set(client.id, JSON.valueToTree(size)));
    ObjectNode failed = root.putObject("failedDials");
    results.failedDials().forEach((client, count) -> failed.put(client.id, count));
    root.set("failures", JSON.valueToTree(results.failures()));
    ObjectNode ratios = root.putObject("ratios");
    ObjectNode bounds = root.putObject("bounds");
    for (Bound bound : Bound.values()) {
      ratios.set(bound.id, JSON.valueToTree(bound.seen(results)));
      bounds.put(bound.id, bound.text());
    }
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode tree(Measure measure, Samples samples) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("unit", measure.unit);
    tree.put("median", samples.median());
    tree.put("min", samples.min());
    tree.put("max", samples.max());
    tree.set("outliers", JSON.valueToTree(samples.outliers()));
    tree.set("values", JSON.valueToTree(samples.values()));
    return tree;
  }
}
