package dev.weft.site.report;

import dev.weft.site.visit.Arrival;
import dev.weft.site.visit.Transfer;
import dev.weft.site.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One entry of the manifest on its way to one visitor.
 *
 * @param share decoded bytes; those of the origin include races that it lost
 * @param httpCache decoded bytes that the browser had already
 * @param originWire bytes on the connection to the origin
 * @param elementWise decoded bytes of the origin that an element of the page asked for by itself,
 *     or the service worker for it, past Weft's page
 * @param cutOff whether some answer of the origin was given up before its end
 * @param whenReady whether it was asked for after {@code weft.ready} had said {@code mesh}
 */
public record Flow(
    String path,
    String mediaType,
    Share share,
    long httpCache,
    long originWire,
    long elementWise,
    boolean cutOff,
    boolean whenReady) {

  boolean isVideo() {
    return mediaType.startsWith("video/");
  }

  /**
   * The flows of a visit; {@code manifest} has media types by path, and what it lacks is not
   * counted.
   */
  static List<Flow> of(Visit visit, Map<String, String> manifest) {
    List<Flow> flows = new ArrayList<>();
    manifest.forEach(
        (path, mediaType) -> {
          List<Arrival> arrivals =
              visit.arrivals().stream().filter(arrival -> arrival.path().equals(path)).toList();
          List<Transfer> transfers =
              visit.transfers().stream().filter(transfer -> transfer.path().equals(path)).toList();
          if (!arrivals.isEmpty() || !transfers.isEmpty()) {
            flows.add(flow(visit, path, mediaType, arrivals, transfers));
          }
        });
    return flows;
  }

  private static Flow flow(
      Visit visit,
      String path,
      String mediaType,
      List<Arrival> arrivals,
      List<Transfer> transfers) {
    long httpCache = 0;
    long elementWise = 0;
    long wire = 0;
    boolean cutOff = false;
    double asked = Double.MAX_VALUE;
    for (Transfer transfer : transfers) {
      asked = Math.min(asked, transfer.askedAtMillis());
      cutOff |= transfer.cutOff();
      if (transfer.by() == Transfer.By.NOBODY) {
        continue;
      }
      if (transfer.fromHttpCache()) {
        httpCache += transfer.decodedBytes();
        continue;
      }
      wire += transfer.wireBytes();
      if (transfer.by() != Transfer.By.SCRIPT) {
        elementWise += transfer.decodedBytes();
      }
    }
    Share share = new Share(0, elementWise);
    for (Arrival arrival : arrivals) {
      asked = Math.min(asked, arrival.askedAtMillis());
      share = share.plus(new Share(arrival.peerBytes(), arrival.originBytes()));
    }
    boolean ready = visit.readyState().equals("mesh") && asked >= visit.readyAtMillis();
    return new Flow(path, mediaType, share, httpCache, wire, elementWise, cutOff, ready);
  }
}
