package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Health;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.wire.SchemaLookup;
import io.spillway.wire.UnknownSchemaException;
import io.spillway.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire against a real registry. */
class WireIT {

    private static final Path SERVER = Path.of("target", "registry");
    private static final Pattern CONTENT_ID = Pattern.compile("\"contentId\"\\s*:\\s*(\\d+)");
    private static final Tenant TENANT = new Tenant(
            new TenantId("acme"),
            Map.of("plan", "gold"),
            Optional.of(Duration.ofDays(3)),
            Instant.ofEpochMilli(1),
            Instant.ofEpochMilli(2));

    private static RegistryProcess registry;

    @BeforeAll
    static void start(@TempDir Path folder) {
        registry = RegistryProcess.start(SERVER, folder, 0, new RegistryStorage.InFolder());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void shouldGetTheSameIdsInEveryNode() {
        // given
        var one = Wire.connect(registry.url(), Map.of());

        // when
        var other = Wire.connect(registry.api(), Map.of());

        // then
        var bytes = one.tenants().serializer().serialize("t", TENANT);
        assertThat(other.tenants().serializer().serialize("t", TENANT)).isEqualTo(bytes);
        assertThat(other.tenants().deserializer().deserialize("t", bytes)).isEqualTo(TENANT);
    }

    @Test
    void shouldServeOurSchemaToWhoeverReadsTheTopic() throws Exception {
        // given
        var wire = Wire.connect(registry.url(), Map.of());

        // when
        var id = ByteBuffer.wrap(wire.tenants().serializer().serialize("t", TENANT))
                .getInt(1);

        // then
        assertThat(get("/ids/contentIds/" + id))
                .contains("\"io.spillway.wire.avro\"")
                .doesNotContain("java");
    }

    @Test
    void shouldLookUpASchemaOfSomebodyElseWithItsParts() throws Exception {
        // given
        var wire = Wire.connect(registry.url(), Map.of());
        register("Price", "{\"type\":\"record\",\"name\":\"Price\",\"namespace\":\"shop\",\"fields\":[]}", "");
        var id = register(
                "Order",
                "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"price\",\"type\":\"shop.Price\"},{\"name\":\"data\",\"type\":\"string\"}]}",
                """
                , "references": [{"name": "shop.Price", "groupId": "shop", "artifactId": "Price", "version": "1"}]""");
        var record = ByteBuffer.allocate(9)
                .put((byte) 0)
                .putInt((int) id)
                .put((byte) 4)
                .put((byte) '{')
                .put((byte) '}');
        var value = Arrays.copyOf(record.array(), 8);

        // then
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> wire.tenants().deserializer().deserialize("t", value));
        assertThat(found(wire, id)).isEqualTo(new SchemaLookup.Found());
        assertThat(found(wire, 1_000_000)).isEqualTo(new SchemaLookup.NotFound());
    }

    /** What the registry says, however long it takes to say it. */
    private static SchemaLookup.Answer found(Wire wire, long id) {
        return await().until(() -> wire.lookup().find(id), result -> !(result instanceof SchemaLookup.Away));
    }

    @Test
    void shouldReadAndWriteWhatItKnowsWithoutTheRegistry(@TempDir Path folder) {
        // given
        var mortal = RegistryProcess.start(SERVER, folder, 0, new RegistryStorage.InFolder());
        var wire = Wire.connect(mortal.url(), Map.of());

        // when
        mortal.close();

        // then
        var bytes = wire.tenants().serializer().serialize("t", TENANT);
        assertThat(wire.tenants().deserializer().deserialize("t", bytes)).isEqualTo(TENANT);
        assertThat(wire.health()
                        .deserializer()
                        .deserialize("s", wire.health().serializer().serialize("s", Health.OK)))
                .isEqualTo(Health.OK);
        assertThat(wire.lookup().find(77)).isInstanceOf(SchemaLookup.Away.class);
    }

    private static long register(String artifact, String schema, String more) throws Exception {
        var body = """
                {"artifactId": "%s", "artifactType": "AVRO", "firstVersion": {"version": "1", "content": {
                  "contentType": "application/json", "content": "%s"%s}}}""".formatted(artifact, schema.replace("\"", "\\\""), more);
        var answer = send(HttpRequest.newBuilder(at("/groups/shop/artifacts"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        var id = CONTENT_ID.matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        return Long.parseLong(id.group(1));
    }

    private static String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)).build()).body();
    }

    private static URI at(String path) {
        return registry.url().resolve("/apis/registry/v3" + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
