package dev.weft.core.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocols that a node speaks: what identify advertises and multistream-select accepts. */
public final class Protocols {
  private final List<Entry> entries = new ArrayList<>();

  private static final class Entry {
    final String protocol;
    final @Nullable ProtocolHandler handler;
    final boolean onLimited;

    Entry(String protocol, @Nullable ProtocolHandler handler, boolean onLimited) {
      this.protocol = protocol;
      this.handler = handler;
      this.onLimited = onLimited;
    }
  }

  /** Accepts a protocol's streams on direct connections. */
  public Protocols handle(String protocol, ProtocolHandler handler) {
    return put(protocol, handler, false);
  }

  /** Accepts a protocol's streams on all connections, and lets it be opened on limited ones. */
  public Protocols handleOnLimited(String protocol, ProtocolHandler handler) {
    return put(protocol, handler, true);
  }

  /** Lets a protocol that we do not serve be opened on limited connections. */
  public Protocols allowOnLimited(String protocol) {
    return find(protocol) == null ? put(protocol, null, true) : this;
  }

  /** A protocol that stands here already keeps its place. */
  private Protocols put(String protocol, @Nullable ProtocolHandler handler, boolean onLimited) {
    Entry entry = new Entry(protocol, handler, onLimited);
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).protocol.equals(protocol)) {
        entries.set(i, entry);
        return this;
      }
    }
    entries.add(entry);
    return this;
  }

  private @Nullable Entry find(String protocol) {
    for (Entry entry : entries) {
      if (entry.protocol.equals(protocol)) {
        return entry;
      }
    }
    return null;
  }

  /** Who takes the protocol's streams on a connection of that kind, or null for nobody. */
  public @Nullable ProtocolHandler handler(String protocol, boolean limited) {
    Entry entry = find(protocol);
    return entry == null || (limited && !entry.onLimited) ? null : entry.handler;
  }

  /** Whether the protocol may be opened on limited connections. */
  public boolean mayOpenOnLimited(String protocol) {
    Entry entry = find(protocol);
    return entry != null && entry.onLimited;
  }

  /** The ids of all protocols that are served, in the order in which they were added. */
  public List<String> served() {
    List<String> served = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.handler != null) {
        served.add(entry.protocol);
      }
    }
    return served;
  }
}
