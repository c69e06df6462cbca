package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.topic.TopicRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A body that no route reads does not keep its sender from the answer, nor the gateway's thread from other work. */
class UnreadBodiesIT {

    private static final int SOCKET_AT_MOST = 60_000;

    private static World world;

    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void shouldNotWaitForABodyThatIsTooLargeToBeSkipped() throws IOException {
        try (var socket = announcing(world, 17 << 20)) {
            // given: a client that sends nothing of it
            socket.setSoTimeout(SOCKET_AT_MOST);
            // when / then
            assertThat(head(socket)).startsWith("HTTP/1.1 401 Unauthorized").contains("Connection: close");
        }
    }

    @Test
    void shouldGiveUpOnABodyThatComesTooSlowly() throws IOException {
        try (var hurried = new World("the-key", new TopicRules(List.of(), false), Rates.ANY, World.Waits.SHORT);
                var socket = announcing(hurried, 1_000_000)) {
            // given: a client that sends a byte now and then
            socket.setSoTimeout(SOCKET_AT_MOST);
            var dripping = Thread.ofVirtual().start(() -> drip(socket));
            // when
            var head = head(socket);
            // then
            assertThat(head).startsWith("HTTP/1.1 401 Unauthorized").contains("Connection: close");
            dripping.interrupt();
        }
    }

    private static Socket announcing(World world, int bytes) throws IOException {
        var socket = new Socket("127.0.0.1", world.port());
        var head =
                "POST /api/v1/publish HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Length: %d\r\n\r\n";
        socket.getOutputStream().write(head.formatted(bytes).getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static void drip(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write('x');
                Thread.sleep(200);
            }
        } catch (IOException e) {
            assertThat(e).as("the gateway has closed the connection").isNotNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> head(Socket socket) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        var head = new ArrayList<String>();
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.add(line);
        }
        return head;
    }
}
