package dev.weft.bench.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.bench.Machine;
import dev.weft.bench.Samples;
import java.util.List;

/** A run as JSON: what the table has, and all values. */
final class PageJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PageJson() {}

  static String of(List<Series> all, Machine machine, Samples loads, List<String> failures) {
    ObjectNode root = JSON.createObjectNode();
    root.set("machine", JSON.valueToTree(machine));
    root.set("loads", JSON.valueToTree(loads.values()));
    ArrayNode list = root.putArray("series");
    all.forEach(series -> list.add(tree(series)));
    root.set("failures", JSON.valueToTree(failures));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode tree(Series series) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("peers", series.scene().id);
    tree.put("delayMillis", series.delayMillis());
    tree.put("moment", series.moment().id);
    tree.put("pairs", series.differences().values().size());
    tree.set("withMillis", tree(series.with()));
    tree.set("withoutMillis", tree(series.without()));
    tree.set("differenceMillis", tree(series.differences()));
    tree.set("timesFaster", tree(series.ratios()));
    tree.set("fromPeers", tree(series.fromPeers()));
    tree.set("bound", JSON.valueToTree(Bound.of(series)));
    return tree;
  }

  private static ObjectNode tree(Samples samples) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("median", samples.median());
    tree.put("p95", samples.p95());
    tree.set("limits", JSON.valueToTree(samples.interval()));
    tree.set("values", JSON.valueToTree(samples.values()));
    return tree;
  }
}
