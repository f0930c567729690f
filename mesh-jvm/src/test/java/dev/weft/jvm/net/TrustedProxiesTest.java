package dev.weft.jvm.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      TrustedProxies.of(List.of("127.0.0.1", "10.1.0.0/20", "2001:db8::/33"));

  @ParameterizedTest
  @CsvSource({
    "10.1.0.1,true",
    "10.1.15.255,true",
    "10.1.16.0,false",
    "127.0.0.1,true",
    "127.0.0.2,false",
    "2001:db8:7fff::1,true",
    "2001:db8:8000::1,false"
  })
  void trustsWhatIsListed(String address, boolean trusted) throws UnknownHostException {
    assertThat(proxies.isTrusted(InetAddress.getByName(address))).isEqualTo(trusted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "203.0.113.9 | 198.51.100.1             | 203.0.113.9  | a stranger's header is ignored",
        "127.0.0.1   | -                        | 127.0.0.1    | no header",
        "127.0.0.1   | 198.51.100.1             | 198.51.100.1 | a proxy's word",
        "127.0.0.1   | 192.0.2.66, 198.51.100.1 | 198.51.100.1 | what the client made up is left",
        "127.0.0.1   | 198.51.100.1, 10.1.2.3   | 198.51.100.1 | a chain of proxies",
        "127.0.0.1   | 10.1.2.3                 | 10.1.2.3     | a proxy is a client itself",
        "127.0.0.1   | 198.51.100.1, unknown    | 127.0.0.1    | no address",
        "127.0.0.1   | 198.51.100.1, localhost  | 127.0.0.1    | names are not looked up",
        "127.0.0.1   | 999.1.1.1                | 127.0.0.1    | no address either",
        "127.0.0.1   | 2001:db9::7              | 2001:db9::7  | IPv6",
        "127.0.0.1   | [2001:db9::7]            | 2001:db9::7  | IPv6 in brackets",
      })
  void findsTheClient(String remote, String header, String client, String why)
      throws UnknownHostException {
    assertThat(proxies.client(InetAddress.getByName(remote), header))
        .as(why)
        .isEqualTo(InetAddress.getByName(client));
  }

  @Test
  void looksAtABoundedNumberOfHops() throws UnknownHostException {
    String chain = "198.51.100.1" + ",10.1.0.7".repeat(1000);

    assertThat(proxies.client(InetAddress.getByName("127.0.0.1"), chain))
        .isEqualTo(InetAddress.getByName("10.1.0.7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1"})
  void refusesWhatIsNoRange(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.of(List.of(text)))
        .withMessageContaining("--trusted-proxy");
  }

  @Test
  void groupsIpv6ByLine() throws UnknownHostException {
    assertThat(TrustedProxies.group(InetAddress.getByName("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(TrustedProxies.group(InetAddress.getByName("2001:db8:1:2::1")))
        .isNotEqualTo(TrustedProxies.group(InetAddress.getByName("2001:db8:1:3::1")));
    assertThat(TrustedProxies.group(InetAddress.getByName("192.0.2.1"))).isEqualTo("192.0.2.1");
  }
}
