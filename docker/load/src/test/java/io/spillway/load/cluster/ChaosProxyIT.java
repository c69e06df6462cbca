package io.spillway.load.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.spillway.load.cluster.ChaosProxy.Weather;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChaosProxyIT {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;
    private ChaosProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        proxy = ChaosProxy.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        http.close();
        server.stop(0);
    }

    @Test
    void shouldPassOnInFairWeather() throws Exception {
        assertThat(post()).isEqualTo(204);
        assertThat(post()).isEqualTo(204);
    }

    @Test
    void shouldResetConnectionsThatAreOpenAndThoseThatCome() throws Exception {
        // given
        post();

        // when
        proxy.weather(Weather.RESET);

        // then
        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThatThrownBy(this::post).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void shouldSwallowWithoutAWord() {
        // given
        proxy.weather(Weather.BLACK_HOLE);

        // when, then
        assertThatThrownBy(() -> post(Duration.ofSeconds(1))).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void shouldPassOnAgainAfterTheStorm() throws Exception {
        // given
        proxy.weather(Weather.RESET);
        assertThatThrownBy(this::post).isInstanceOf(IOException.class);

        // when
        proxy.weather(Weather.FAIR);

        // then
        assertThat(post()).isEqualTo(204);
    }

    private int post() throws IOException, InterruptedException {
        return post(Duration.ofMinutes(1));
    }

    private int post(Duration timeout) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(proxy.url())
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
