package dev.weft.core.connection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocols that a node speaks: what identify advertises and multistream-select accepts. */
public final class Protocols {
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(@Nullable ProtocolHandler handler, boolean onLimited) {}

  /** Accepts a protocol's streams on direct connections. */
  public Protocols handle(String protocol, ProtocolHandler handler) {
    entries.put(protocol, new Entry(handler, false));
    return this;
  }

  /** Accepts a protocol's streams on all connections, and lets it be opened on limited ones. */
  public Protocols handleOnLimited(String protocol, ProtocolHandler handler) {
    entries.put(protocol, new Entry(handler, true));
    return this;
  }

  /** Lets a protocol that we do not serve be opened on limited connections. */
  public Protocols allowOnLimited(String protocol) {
    entries.putIfAbsent(protocol, new Entry(null, true));
    return this;
  }

  /** Who takes the protocol's streams on a connection of that kind, or null for nobody. */
  public @Nullable ProtocolHandler handler(String protocol, boolean limited) {
    Entry entry = entries.get(protocol);
    return entry == null || (limited && !entry.onLimited) ? null : entry.handler;
  }

  /** Whether the protocol may be opened on limited connections. */
  public boolean mayOpenOnLimited(String protocol) {
    Entry entry = entries.get(protocol);
    return entry != null && entry.onLimited;
  }

  /** The ids of all protocols that are served, in the order in which they were added. */
  public List<String> served() {
    List<String> served = new ArrayList<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (entry.getValue().handler != null) {
        served.add(entry.getKey());
      }
    }
    return served;
  }
}
