package dev.weft.core.kad;

import dev.weft.core.io.EventLoop;
import dev.weft.core.multiformats.Multihash;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells the {@link Kademlia#K} nodes nearest to a key that <em>we</em> provide it, when one of our
 * clients does, and again while that is so.
 *
 * <p>The record names the node and not its clients, for three reasons. Nodes take a record only
 * from the provider that it names (kad-dht/README.md, "RPC messages"), and nobody could tell a true
 * record for another from a false one. Clients come and go by the minute, while one of them has the
 * site's content almost always. And a thousand visitors of a site make one record and not a
 * thousand. Who asks follows the record to us, and we know who is there.
 *
 * <p>So a record lives for {@link #RECORD_SECONDS} only, since nothing takes it back: a record that
 * has outlived the last client costs those who ask one question. It is told again three times in
 * that time, so that nodes that left are replaced and a lost message is made good.
 */
final class Announcements {
  /** How long other nodes keep our record, in seconds. */
  static final int RECORD_SECONDS = 30 * 60;

  /** How often it is told again, in milliseconds. */
  static final long REPEAT_MILLIS = RECORD_SECONDS * 1000L / 3;

  /** Keys announced: a whole site's assets, and as many as other nodes take from one provider. */
  static final int MAX_KEYS = ProviderStore.MAX_RECORDS_PER_PEER;

  /** How often the keys that are due are gone through, in milliseconds. */
  static final int TURN_MILLIS = 10_000;

  /**
   * Keys announced in a turn. Nodes take 512 requests of a connection in that time, and a key can
   * make two; {@link #MAX_KEYS} so take 205 s, a third of the time until they are due again.
   */
  static final int MAX_PER_TURN = 200;

  /** Look-ups for announcements at once, so that those for clients are not held up. */
  static final int MAX_RUNNING = 8;

  private final EventLoop loop;
  private final RoutingTable table;
  private final LookUps lookUps;
  private final KadHost host;
  private final Predicate<Multihash> stillProvided;

  /** When each key is due, in milliseconds. */
  private final Map<Multihash, Long> due = new LinkedHashMap<>();

  /** Keys whose time has come, some of those above. */
  private final Set<Multihash> waiting = new LinkedHashSet<>();

  private int leftInTurn = MAX_PER_TURN;
  private int running;
  private EventLoop.@Nullable Timer turn;

  Announcements(
      EventLoop loop,
      RoutingTable table,
      LookUps lookUps,
      KadHost host,
      Predicate<Multihash> stillProvided) {
    this.loop = loop;
    this.table = table;
    this.lookUps = lookUps;
    this.host = host;
    this.stillProvided = stillProvided;
  }

  /** How many keys are announced. */
  int size() {
    return due.size();
  }

  /** A client provides the key. Without effect when it is announced, or too many are. */
  void add(Multihash key) {
    if (due.size() < MAX_KEYS && due.putIfAbsent(key, loop.nowMillis()) == null) {
      waiting.add(key);
      if (turn == null) {
        turn = loop.schedule(TURN_MILLIS, this::turn);
      }
      tell();
    }
  }

  private void turn() {
    turn = null;
    leftInTurn = MAX_PER_TURN;
    for (Map.Entry<Multihash, Long> each : due.entrySet()) {
      if (each.getValue() <= loop.nowMillis()) {
        waiting.add(each.getKey());
      }
    }
    tell();
    if (!due.isEmpty()) {
      turn = loop.schedule(TURN_MILLIS, this::turn);
    }
  }

  private void tell() {
    while (leftInTurn > 0 && running < MAX_RUNNING && !waiting.isEmpty()) {
      Multihash key = waiting.iterator().next();
      waiting.remove(key);
      leftInTurn--;
      if (stillProvided.test(key)) {
        due.put(key, loop.nowMillis() + REPEAT_MILLIS);
        tell(key);
      } else {
        due.remove(key);
      }
    }
  }

  /** While we know no more than {@link Kademlia#K} nodes, these are the nearest. */
  private void tell(Multihash key) {
    if (table.size() <= Kademlia.K) {
      tell(key, table.nearest(key.encode(), Kademlia.K));
      return;
    }
    running++;
    lookUps
        .closest(key.encode())
        .then(
            lookUp -> {
              running--;
              tell(key, lookUp.closest());
              tell();
            },
            busy -> {
              running--;
              tell(key, List.of());
            });
  }

  /** What nobody could be told is due again in the next turn. */
  private void tell(Multihash key, List<KadPeer> nodes) {
    for (KadPeer node : nodes) {
      host.announce(node, List.of(key));
    }
    if (nodes.isEmpty()) {
      due.replace(key, loop.nowMillis() + TURN_MILLIS);
    }
  }
}
