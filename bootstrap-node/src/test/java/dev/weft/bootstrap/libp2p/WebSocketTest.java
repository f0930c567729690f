package dev.weft.bootstrap.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.bootstrap.net.ConnectionLimits;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.jvm.LoopThread;
import dev.weft.jvm.WebSocketChannel;
import dev.weft.jvm.WebSocketClient;
import dev.weft.jvm.net.TrustedProxies;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Byte channels over real WebSockets: Jetty's at one end, the JDK's at the other. */
class WebSocketTest {
  private final LoopThread loop = new LoopThread("test");
  private final ConnectionLimits limits = new ConnectionLimits(3, 3);
  private final BlockingQueue<Far> accepted = new LinkedBlockingQueue<>();
  private final WebSocketListener listener =
      new WebSocketListener(
          loop,
          TrustedProxies.of(List.of("127.0.0.1")),
          limits,
          (address, origin) -> !"https://evil.example".equals(origin),
          (channel, visitor) -> accepted.add(new Far(channel, visitor, record(channel))));
  private Server server;

  private record Far(
      WebSocketChannel channel, WebSocketListener.Visitor visitor, Recording heard) {}

  @BeforeEach
  void start() throws Exception {
    server = new Server(0);
    ServletContextHandler context = new ServletContextHandler("/");
    listener.addTo(context);
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    loop.close();
  }

  @Test
  void carriesBytesBothWaysWhateverTheirPieces() throws Exception {
    ByteChannel near = dial();
    Recording heard = record(near);
    Far far = far();
    byte[] much = random(3_000_000);

    onLoop(() -> near.write("hello".getBytes(StandardCharsets.US_ASCII)));
    onLoop(() -> far.channel().write(much.clone()));
    onLoop(() -> near.write(much.clone()));

    await().until(() -> heard.bytes().length == much.length);
    assertThat(heard.bytes()).isEqualTo(much);
    await().until(() -> far.heard().bytes().length == much.length + 5);
    assertThat(far.heard().bytes()).startsWith("hello".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aPausedReceiverHoldsTheSenderBack() throws Exception {
    ByteChannel near = dial();
    Far far = far();
    byte[] much = random(6_000_000);
    onLoop(far.channel()::pause);

    onLoop(() -> near.write(much.clone()));

    await()
        .during(200, TimeUnit.MILLISECONDS)
        .until(() -> loop.ask(() -> Promise.of(near.writable())).get() == 0);
    assertThat(far.heard().bytes()).isEmpty();
    onLoop(far.channel()::resume);
    await().until(() -> far.heard().bytes().length == much.length);
    await().until(() -> loop.ask(() -> Promise.of(near.writable())).get() > 0);
    assertThat(far.heard().bytes()).isEqualTo(much);
  }

  @Test
  void whoNeverReadsIsGivenUp() throws Exception {
    ByteChannel near = dial();
    Recording heard = record(near);
    Far far = far();
    onLoop(far.channel()::pause);

    onLoop(() -> near.write(new byte[WebSocketChannel.MAX_UNSENT_BYTES]));
    onLoop(() -> near.write(new byte[WebSocketChannel.MAX_UNSENT_BYTES]));

    await().until(() -> heard.failure != null);
    assertThat(heard.failure.code()).isEqualTo("slow-reader");
  }

  @Test
  void finishingDeliversWhatWasWrittenAndEndsBoth() throws Exception {
    ByteChannel near = dial();
    Recording heard = record(near);
    Far far = far();
    byte[] last = random(500_000);

    onLoop(
        () -> {
          near.write(last.clone());
          near.finish();
        });

    await().until(() -> far.heard().ended && heard.ended);
    assertThat(far.heard().bytes()).isEqualTo(last);
    await().until(() -> limits.open() == 0);
  }

  @Test
  void anAbortReachesTheOtherEnd() throws Exception {
    ByteChannel near = dial();
    Recording heard = record(near);
    Far far = far();

    onLoop(() -> far.channel().abort(MeshException.peer("enough", "enough")));

    await().until(() -> heard.failure != null || heard.ended);
    assertThat(far.heard().failure.code()).isEqualTo("enough");
    await().until(() -> limits.open() == 0);
  }

  @Test
  void textIsRefused() throws Exception {
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(url(), new WebSocket.Listener() {})
            .get();

    socket.sendText("hello", true).get();

    Far far = far();
    await().until(() -> far.heard().failure != null);
    assertThat(far.heard().failure.code()).isEqualTo("websocket-text");
    await().until(socket::isInputClosed);
  }

  @Test
  void aFullNodeRefusesBeforeTheUpgrade() throws Exception {
    dial();
    dial();
    dial();

    assertThatThrownBy(this::dial).hasMessageContaining("429");
    assertThat(listener.refused()).isEqualTo(1);
    onLoop(() -> far().channel().finish());
    await().until(() -> limits.open() == 2);
    dial();
  }

  @Test
  void whoIsNotAdmittedIsRefused() {
    assertThatThrownBy(() -> dialWith("Origin", "https://evil.example"))
        .hasStackTraceContaining("403");
  }

  @Test
  void aDrainingNodeTakesNobody() {
    listener.drain();

    assertThatThrownBy(this::dial).hasMessageContaining("503");
  }

  @Test
  void theVisitorsAddressIsTheProxysWord() throws Exception {
    dialWith("X-Forwarded-For", "198.51.100.9");
    assertThat(far().visitor().address().getHostAddress()).isEqualTo("198.51.100.9");

    dial();
    Far direct = far();
    assertThat(direct.visitor().address().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(direct.visitor().port()).isPositive();
  }

  private static final class Recording implements ByteChannel.Receiver {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean ended;
    private volatile MeshException failure;

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public synchronized void data(byte[] piece) {
      bytes.writeBytes(piece);
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void failed(MeshException reason) {
      failure = reason;
    }
  }

  private Recording record(ByteChannel channel) {
    Recording recording = new Recording();
    onLoop(() -> channel.receiver(recording));
    return recording;
  }

  private ByteChannel dial() throws Exception {
    try {
      return loop.ask(() -> new WebSocketClient(loop).connect(url())).get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException failed) {
      throw (Exception) failed.getCause();
    }
  }

  private void dialWith(String header, String value) throws Exception {
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header(header, value)
        .buildAsync(url(), new WebSocket.Listener() {})
        .get(10, TimeUnit.SECONDS);
  }

  private Far far() {
    try {
      Far far = accepted.poll(10, TimeUnit.SECONDS);
      assertThat(far).as("an accepted WebSocket").isNotNull();
      return far;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void onLoop(Runnable task) {
    loop.post(task);
  }

  private URI url() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("ws://127.0.0.1:" + port + "/");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
