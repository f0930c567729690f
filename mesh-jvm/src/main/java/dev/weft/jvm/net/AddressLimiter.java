package dev.weft.jvm.net;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may do something: a token bucket an address. Thread-safe.
 *
 * <p>Keeps the addresses that were active last, up to its bound; the one that is forgotten starts
 * with a full bucket again, so many addresses cost others nothing.
 */
public final class AddressLimiter {
  private final InstantSource clock;
  private final int burst;
  private final long refillMillis;
  private final Map<String, Bucket> buckets;

  private static final class Bucket {
    private double tokens;
    private long atMillis;
  }

  /**
   * @param burst how many at once
   * @param refillMillis the time after which one more is allowed
   * @param maxAddresses how many addresses are remembered
   */
  public AddressLimiter(InstantSource clock, int burst, long refillMillis, int maxAddresses) {
    this.clock = clock;
    this.burst = burst;
    this.refillMillis = refillMillis;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > maxAddresses;
          }
        };
  }

  /** Takes one token; false when the address has none left. */
  public synchronized boolean tryAcquire(String address) {
    long now = clock.millis();
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = burst;
      bucket.atMillis = now;
      buckets.put(address, bucket);
    }
    long elapsed = Math.max(0, now - bucket.atMillis);
    bucket.tokens = Math.min(burst, bucket.tokens + (double) elapsed / refillMillis);
    bucket.atMillis = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return buckets.size();
  }
}
