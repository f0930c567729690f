package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack 14: ICE candidates that name the victim's own network, services or third parties. The page
 * neither knocks there nor looks their names up; visitors still meet.
 */
class CandidatesTest {
  private static final String MDNS = "0b6f2a43-7c11-4d0e-9a53-6d5f1f0a9c77.local";

  /** What the page hands to the browser. */
  private static final String WATCH =
      """
      taken = [];
      ended = 0;
      RTCPeerConnection = class extends RTCPeerConnection {
        setRemoteDescription(description) {
          taken.push(...description.sdp.split('\\r\\n').filter(line => line.startsWith('a=candidate')));
          return super.setRemoteDescription(description);
        }
        close() {
          ended++;
          super.close();
        }
        addIceCandidate(found) {
          taken.push(found.candidate);
          return super.addIceCandidate(found);
        }
      };
      """;

  /** A page that adds candidates to its own ones, some of them in its description. */
  private static final String FORGE =
      """
      RTCPeerConnection = class extends RTCPeerConnection {
        createOffer() {
          return super.createOffer().then(offer => ({sdp: offer.sdp + described.map(c => 'a=' + c + '\\r\\n').join('')}));
        }
        setLocalDescription(description) {
          const sdp = description.sdp.replace(/a=candidate.*\\r\\n/g, '');
          return super.setLocalDescription({type: description.type, sdp}).then(() => forged.forEach(candidate =>
            this.dispatchEvent(new RTCPeerConnectionIceEvent('icecandidate', {
              candidate: new RTCIceCandidate({candidate, sdpMid: '0', sdpMLineIndex: 0})}))));
        }
      };
      """;

  @TempDir static Path folder;
  private static House house;
  private final Visitors visitors = new Visitors();

  @BeforeAll
  static void open() throws Exception {
    house = House.open(new SmallSite(folder).page().file("a.txt", "asset").folder());
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  private static String candidate(String transport, String address, int port) {
    return candidate(transport, address, Integer.toString(port));
  }

  private static String candidate(String transport, String address, String port) {
    return "candidate:1 1 " + transport + " 2113937151 " + address + ' ' + port + " typ host";
  }

  private static String array(List<String> candidates) {
    return "['" + String.join("','", candidates) + "']";
  }

  /** Visits with candidates to send along, in the description and after it. */
  private Page forge(List<String> described, List<String> forged) {
    String lists = "described = " + array(described) + "; forged = " + array(forged) + ";";
    return visitors.visit(house, lists + FORGE);
  }

  @SuppressWarnings("unchecked")
  private static List<String> taken(Page page) {
    return (List<String>) page.evaluate("taken");
  }

  @Test
  void whatMayBeAVisitorIsTakenAndNothingElse() {
    Page page = visitors.visit(house, WATCH);
    page.evaluate("weft.ready");
    List<String> fine =
        Stream.of("1.1.1.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "223.255.1.1", "23.0.0.1")
            .map(address -> candidate("udp", address, 1024))
            .collect(Collectors.toCollection(ArrayList::new));
    fine.add(candidate("UDP", "2a00:1450:4001:81b::200e", 65_535));
    fine.add(candidate("udp", MDNS, 50_000));
    List<String> forged =
        Stream.of(
                "127.0.0.1",
                "127.255.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.1",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.0.1",
                "169.254.169.254",
                "224.0.0.251",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "0177.0.0.1",
                "127.1",
                "2130706433",
                "010.0.0.1",
                "::",
                "::1",
                "fe80::1",
                "fd00::1",
                "ff02::fb",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "64:ff9b::7f00:1",
                "localhost",
                "router.local",
                "third.party.example",
                "x" + MDNS)
            .map(address -> candidate("udp", address, 50_000))
            .collect(Collectors.toCollection(ArrayList::new));
    forged.add(candidate("tcp", "1.1.1.1", 50_000) + " tcptype passive");
    forged.add(candidate("ssltcp", "1.1.1.1", 50_000));
    for (String port : List.of("53", "123", "1023", "0", "0080")) {
      forged.add(candidate("udp", "1.1.1.1", port));
    }

    forge(forged.subList(0, 4), Stream.concat(fine.stream(), forged.stream()).toList());
    page.waitForFunction("weft.stats().state == 'mesh'");

    assertThat(taken(page)).containsAll(fine).doesNotContainAnyElementsOf(forged);
    assertThat(taken(page).stream().filter(line -> line.startsWith("a="))).isEmpty();
  }

  @Test
  void noDatagramAndNoConnectionReachesTheVictimsOwnHost() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(here, 0));
        ServerSocket tcp = new ServerSocket(0, 1, here)) {
      udp.setSoTimeout(1);
      tcp.setSoTimeout(1);
      List<String> named =
          List.of(
              candidate("udp", "127.0.0.1", udp.getLocalPort()),
              candidate("tcp", "127.0.0.1", tcp.getLocalPort()) + " tcptype passive");
      Page page = visitors.visit(house);
      page.evaluate("weft.ready");
      forge(named, named);
      page.waitForFunction("weft.stats().state == 'mesh'");

      DatagramPacket datagram = new DatagramPacket(new byte[2_000], 2_000);
      assertThatThrownBy(() -> udp.receive(datagram)).isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(tcp::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whoNamesAddressesWithoutEndIsNotConnectedTo() {
    Page page = visitors.visit(house, WATCH);
    page.evaluate("weft.ready");
    List<String> many =
        IntStream.range(0, 100).mapToObj(i -> candidate("udp", "1.1.1." + i, 50_000)).toList();
    forge(List.of(), many);
    page.waitForFunction("ended");
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
    assertThat(taken(page)).hasSizeLessThanOrEqualTo(64);
  }
}
