package dev.weft.core.relay;

/**
 * The bounds of a {@link HopServer}. The defaults let a node on a small machine serve a busy site;
 * what a circuit carries is meant for signalling, not for content.
 *
 * @param maxReservations peers with a reservation; each costs a connection anyway
 * @param maxReservationsPerPrefix of them from one /24 (IPv4) or /48 (IPv6), so that one network
 *     cannot take all; offices and schools come from one address
 * @param reservationSeconds how long a reservation holds without renewal
 * @param maxCircuits circuits open or being opened
 * @param maxCircuitsPerPeer of them with the peer at either end
 * @param circuitBytes in each direction of a circuit; a handshake and signalling take some 10,000
 * @param circuitSeconds how long a circuit lasts; signalling takes 10 s at most
 */
public record HopLimits(
    int maxReservations,
    int maxReservationsPerPrefix,
    int reservationSeconds,
    int maxCircuits,
    int maxCircuitsPerPeer,
    int circuitBytes,
    int circuitSeconds) {

  /** What holds unless an operator says otherwise. */
  public static final HopLimits DEFAULT = new HopLimits(4096, 1024, 3600, 1024, 32, 128 << 10, 120);

  /** Every bound must be positive. */
  public HopLimits {
    if (maxReservations <= 0
        || maxReservationsPerPrefix <= 0
        || reservationSeconds <= 0
        || maxCircuits <= 0
        || maxCircuitsPerPeer <= 0
        || circuitBytes <= 0
        || circuitSeconds <= 0) {
      throw new IllegalArgumentException("a limit is not positive");
    }
  }

  Limit ofCircuit() {
    return new Limit(circuitSeconds, circuitBytes);
  }
}
