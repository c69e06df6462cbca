package io.spillway.courier.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.spillway.destination.DestinationContract;
import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.gcp.PubSubRules;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubContractIT extends DestinationContract {

    private FakePubSub service = FakePubSub.accepting();

    @Override
    protected DestinationPlugin plugin() {
        return ruled(new PubSubRules(), new PubSubPlugin());
    }

    @Override
    protected Settings settings() {
        return new Settings(
                Map.of("project_id", "shop", "topic", "orders", "endpoint", service.address()),
                Map.of("service_account_json", SECRET),
                Map.of());
    }

    @Override
    protected void receive(Reception reception) {
        become(
                switch (reception) {
                    case ACCEPTS -> FakePubSub.accepting();
                    case REFUSES -> FakePubSub.refusing(Status.PERMISSION_DENIED);
                    case THROTTLES -> FakePubSub.refusing(Status.RESOURCE_EXHAUSTED);
                    case HANGS -> FakePubSub.silent();
                });
    }

    @Override
    protected List<Arrival> arrived() {
        return service.messages().stream()
                .map(message -> new Arrival(
                        message.getAttributesOrThrow("event-id"),
                        message.getData().toStringUtf8()))
                .toList();
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void shouldPublishWithAttributesAndAnOrderingKey() {
        // given
        var config = new HashMap<>(settings().config());
        config.put("ordering_key_template", "data.order");

        // when
        var outcome = deliver("127.0.0.0/8", new Settings(config, Map.of(), Map.of("tier", "gold")));

        // then
        var message = service.messages().getFirst();
        assertThat(service.requests().getFirst().getTopic()).isEqualTo("projects/shop/topics/orders");
        assertThat(message.getOrderingKey()).isEqualTo("o-17");
        assertThat(message.getAttributesMap())
                .containsEntry("topic", "order.paid")
                .containsEntry("tier", "gold");
        assertThat(((Outcome.Delivered) outcome).response().data()).isEqualTo("{\"message_id\":\"m-1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, permission_denied",
        "NOT_FOUND, not_found",
        "RESOURCE_EXHAUSTED, resource_exhausted",
        "UNAVAILABLE, unavailable"
    })
    void shouldNameTheRefusalAndAskOnce(Status.Code code, String word) {
        // given
        become(FakePubSub.refusing(code.toStatus().withDescription("because of " + SECRET)));

        // when
        var outcome = deliver("127.0.0.0/8", settings());

        // then
        assertThat(outcome.code()).isEqualTo(word);
        assertThat(outcome.toString()).doesNotContain(SECRET);
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void shouldNotConnectToAForbiddenAddress() {
        assertThat(((Outcome.Failed) deliver("", settings())).failure()).isEqualTo(Failure.BLOCKED);
        assertThat(service.requests()).isEmpty();
    }

    /** Such keys would have a library read files, run programs or ask URLs of a tenant's choice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"external_account\",\"audience\":\"a\",\"subject_token_type\":\"t\",\"token_url\":\"http://127.0.0.1/\",\"credential_source\":{\"file\":\"/etc/passwd\"}}",
                "{\"type\":\"authorized_user\",\"client_id\":\"a\",\"client_secret\":\"b\",\"refresh_token\":\"c\"}",
                "{\"type\":\"service_account\"}",
                "not JSON"
            })
    void shouldUseNoKeyButAServiceAccounts(String key) {
        // given
        var settings = new Settings(
                Map.of("project_id", "shop", "topic", "orders"), Map.of("service_account_json", key), Map.of());

        // then
        assertThat(((Outcome.Failed) deliver("127.0.0.0/8", settings)).failure())
                .isEqualTo(Failure.PROVIDER);
    }

    @Test
    void shouldSignForItself() throws NoSuchAlgorithmException {
        // given
        var key = Base64.getEncoder()
                .encodeToString(KeyPairGenerator.getInstance("RSA")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded());
        var json = """
                {"type":"service_account","project_id":"shop","private_key_id":"k","client_id":"1",\
                "client_email":"a@shop.iam.gserviceaccount.com","token_uri":"http://%s/",\
                "private_key":"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}""".formatted(service.address(), key);

        // then
        assertThat(Accounts.of(new Settings(Map.of(), Map.of("service_account_json", json), Map.of())))
                .isNotNull();
    }

    private void become(FakePubSub other) {
        service.close();
        service = other;
    }

    private Outcome deliver(String allow, Settings settings) {
        try (var type = plugin().start(new Surroundings(Map.of(), EgressGuard.of(allow), "Spillway/test"))) {
            return type.deliver(Samples.delivery(), settings, Samples.ATTEMPTING);
        }
    }
}
