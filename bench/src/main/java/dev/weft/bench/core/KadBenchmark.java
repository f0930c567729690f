package dev.weft.bench.core;

import dev.weft.core.kad.DialPolicy;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.kad.LookUp;
import dev.weft.core.kad.RoutingTable;
import dev.weft.core.multiformats.PeerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Look-ups in a DHT of 1,000 nodes, each of which answers from a routing table of its own. */
@State(Scope.Thread)
public class KadBenchmark {
  private static final int NODES = 1000;
  private static final int ANSWER = 20;

  private final byte[] key = FormatBenchmark.noise(34);
  private final List<KadPeer> nodes = Messages.nodes(NODES);
  private final Map<PeerId, List<KadPeer>> answers = new HashMap<>();
  private final RoutingTable own = table(nodes.get(0));
  private final DialPolicy policy = new DialPolicy(List.of());

  /** Fills every node's table, and keeps what it would answer. */
  public KadBenchmark() {
    for (KadPeer node : nodes) {
      answers.put(node.id(), table(node).nearest(key, ANSWER));
    }
  }

  private RoutingTable table(KadPeer of) {
    RoutingTable table = new RoutingTable(of.id(), Set.of());
    for (KadPeer other : nodes) {
      if (!other.equals(of)) {
        table.seen(other, other.addresses().get(0).toString(), 0);
      }
    }
    return table;
  }

  /** The 20 nearest of a table. */
  @Benchmark
  public List<KadPeer> kadNearest() {
    return own.nearest(key, ANSWER);
  }

  /** A whole look-up, all answers at hand. */
  @Benchmark
  public List<KadPeer> kadLookUp() {
    LookUp lookUp = new LookUp(nodes.get(0).id(), key, own.nearest(key, ANSWER), policy);
    KadPeer asked = lookUp.next();
    while (asked != null) {
      lookUp.answered(asked.id(), Objects.requireNonNull(answers.get(asked.id())));
      asked = lookUp.next();
    }
    return lookUp.closest();
  }
}
