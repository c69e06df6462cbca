package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.topic.TopicRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection takes the next request, or the answer before said that it would not, whatever became of the body. */
class ConnectionsIT {

    private static final String NEXT = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

    private static World world;

    @BeforeAll
    static void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        world.put("/tenants/acme", "");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** An answer as it came over the wire. */
    private record Raw(int status, String head) {

        static Raw read(InputStream in) throws IOException {
            var head = head(in);
            if (head.isEmpty()) {
                return new Raw(0, "");
            }
            skipBody(in, head.toLowerCase(Locale.ROOT));
            return new Raw(Integer.parseInt(head.split(" ", 3)[1]), head);
        }

        boolean saysClose() {
            return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
        }

        private static String head(InputStream in) throws IOException {
            var head = new ByteArrayOutputStream();
            for (var next = in.read(); next >= 0; next = in.read()) {
                head.write(next);
                if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                    break;
                }
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        private static void skipBody(InputStream in, String head) throws IOException {
            if (!head.contains("\r\ntransfer-encoding: chunked\r\n")) {
                in.readNBytes(number(head.replaceFirst("(?s).*\r\ncontent-length: (\\d+).*", "$1"), 10));
                return;
            }
            for (var size = number(line(in), 16); size > 0; size = number(line(in), 16)) {
                in.readNBytes(size);
                line(in);
            }
            line(in);
        }

        private static int number(String text, int radix) {
            return Integer.parseInt(text.strip(), radix);
        }

        private static String line(InputStream in) throws IOException {
            var line = new StringBuilder();
            for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,  /api/v1/tenants/acme,                           the-key, 200",
        "PUT,  /api/v1/tenants/acme/destinations/none/disable, the-key, 404",
        "PUT,  /api/v1/tenants/%00,                            the-key, 400",
        "PUT,  /api/v1/no/such/route,                          the-key, 404",
        "POST, /api/v1/topics,                                 the-key, 404",
        "POST, /api/v1/publish,                                wrong,   401",
        "POST, /api/v1/publish,                                the-key, 422",
        "GET,  /api/v1/topics,                                 the-key, 200",
        "GET,  /api/v1/openapi.json,                           the-key, 200",
        "GET,  /docs,                                          the-key, 200",
        "GET,  /docs/docs.js,                                  the-key, 200",
        "GET,  /metrics,                                       the-key, 200",
        "GET,  /.well-known/jwks.json,                         the-key, 200",
        "GET,  /healthz,                                       the-key, 200",
        "POST, /internal/queries/tenants,                      the-key, 401"
    })
    void shouldServeTheNextRequestOrSayThatItWillNot(String method, String path, String key, int status)
            throws Exception {
        for (var late : List.of(false, true)) {
            for (var chunked : List.of(false, true)) {
                try (var socket = new Socket("127.0.0.1", world.port())) {
                    // given
                    send(socket, head(method, path, key, chunked ? "Transfer-Encoding: chunked" : "Content-Length: 2"));
                    if (late) {
                        // Long enough for the answer to be there first, where it is not waited for.
                        Thread.sleep(30);
                    }
                    // when
                    sendAnyhow(socket, (chunked ? "2\r\n{}\r\n0\r\n\r\n" : "{}") + NEXT);
                    var first = Raw.read(socket.getInputStream());
                    // then
                    assertThat(first.status()).isEqualTo(status);
                    if (!first.saysClose()) {
                        assertThat(Raw.read(socket.getInputStream()).status())
                                .as("next, after %s (late %s, chunked %s)", first.head(), late, chunked)
                                .isEqualTo(200);
                    }
                }
            }
        }
    }

    @Test
    void shouldLetWhoeverSendsTooMuchReadWhy() {
        // given
        var body = new byte[3 << 20];
        for (var i = 0; i < 100; i++) {
            // when
            var tooLarge = world.call("PUT", "/tenants/acme", body, Map.of());
            var unknown = world.call("POST", "/publish", body, Map.of("Authorization", "Bearer wrong"));
            // then
            assertThat(tooLarge.status()).isEqualTo(413);
            assertThat(unknown.status()).isEqualTo(401);
        }
    }

    @Test
    void shouldNotWaitForABodyThatIsSentOnDemandOnly() throws IOException {
        try (var socket = new Socket("127.0.0.1", world.port())) {
            socket.setSoTimeout(60_000);
            // when
            send(socket, head("POST", "/api/v1/publish", "wrong", "Content-Length: 2\r\nExpect: 100-continue"));
            var answer = Raw.read(socket.getInputStream());
            // then
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.saysClose()).isTrue();
        }
    }

    private static String head(String method, String path, String key, String headers) {
        return "%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
                .formatted(method, path, key, headers);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The server may have answered and closed already. */
    private static void sendAnyhow(Socket socket, String text) throws IOException {
        try {
            send(socket, text);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("Broken pipe");
        }
    }
}
