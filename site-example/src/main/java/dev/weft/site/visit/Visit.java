package dev.weft.site.visit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one visitor saw.
 *
 * @param number 1 for the first
 * @param userAgent marks this visitor's requests in the origin's access log
 * @param readyState what {@code weft.ready} resolved to, empty when it did not
 * @param readyAtMillis when it did, since navigation
 * @param loadMillis from navigation to the load event
 * @param totalMillis from navigation until everything was on the page
 * @param missing paths of elements that never got their content
 */
public record Visit(
    int number,
    String userAgent,
    String readyState,
    double readyAtMillis,
    double loadMillis,
    double totalMillis,
    Ledger ledger,
    List<Arrival> arrivals,
    List<Transfer> transfers,
    List<String> missing) {

  public Visit {
    arrivals = List.copyOf(arrivals);
    transfers = List.copyOf(transfers);
    missing = List.copyOf(missing);
  }

  /** Whether each asset that Weft asked of the origin has its end in the ledger. */
  boolean isSettled() {
    Set<String> arrived = arrivals.stream().map(Arrival::path).collect(Collectors.toSet());
    return transfers.stream()
        .filter(
            transfer ->
                transfer.by() == Transfer.By.SCRIPT && !transfer.path().startsWith("/.well-known/"))
        .allMatch(transfer -> arrived.contains(transfer.path()));
  }
}
