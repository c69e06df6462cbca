package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class RegistryProcessIT {

    private static final Path SERVER = Path.of("target", "registry");
    private static final String ARTIFACT = """
            {"artifactId": "order", "artifactType": "AVRO", "firstVersion": {"content": {
              "contentType": "application/json", "content": "{\\"type\\": \\"string\\"}"}}}""";

    @Nested
    class InItsFolder {

        @Test
        void shouldKeepSchemasWhenKilled(@TempDir Path folder) throws Exception {
            // given
            RegistryProcess first = RegistryProcess.start(SERVER, folder, 0, new RegistryStorage.InFolder());
            assertThat(register(first).statusCode()).isEqualTo(200);

            // when
            first.kill();
            int samePort = first.url().getPort();
            try (RegistryProcess second =
                    RegistryProcess.start(SERVER, folder, samePort, new RegistryStorage.InFolder())) {

                // then
                assertThat(schema(second)).isEqualTo("{\"type\": \"string\"}");
            }
        }
    }

    @Nested
    @ExtendWith(SharedBroker.class)
    class InKafka {

        @Test
        void shouldKeepSchemasWithoutItsFolder(TestKafka kafka, @TempDir Path one, @TempDir Path other)
                throws Exception {
            // given
            RegistryStorage storage = new RegistryStorage.InKafka(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()), kafka.deployment());
            try (RegistryProcess first = RegistryProcess.start(SERVER, one, 0, storage)) {
                assertThat(register(first).statusCode()).isEqualTo(200);
            }

            // when
            try (RegistryProcess second = RegistryProcess.start(SERVER, other, 0, storage)) {

                // then
                assertThat(schema(second)).isEqualTo("{\"type\": \"string\"}");
            }
        }
    }

    @Nested
    class WhenItCannotStart {

        @Test
        void shouldSayThatThePortIsBusy(@TempDir Path folder) throws Exception {
            // given
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
                int port = other.getLocalPort();

                // then
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(() -> RegistryProcess.start(SERVER, folder, port, new RegistryStorage.InFolder()))
                        .withMessage(
                                "Port %d is busy, so the schema registry cannot start: stop what listens there or"
                                        + " choose another port.",
                                port);
            }
        }

        @Test
        void shouldSayThatThereIsNoServer(@TempDir Path folder) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> RegistryProcess.start(folder, folder, 0, new RegistryStorage.InFolder()))
                    .withMessage("There is no schema registry in %s: build Spillway first.", folder);
        }
    }

    private static HttpResponse<String> register(RegistryProcess registry) throws Exception {
        return send(HttpRequest.newBuilder(registry.url().resolve("/apis/registry/v3/groups/default/artifacts"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(ARTIFACT))
                .build());
    }

    private static String schema(RegistryProcess registry) throws Exception {
        return send(HttpRequest.newBuilder(
                                registry.url()
                                        .resolve(
                                                "/apis/registry/v3/groups/default/artifacts/order/versions/branch=latest/content"))
                        .build())
                .body();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
