package io.spillway.courier.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.courier.aws.AwsStub.Reply;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.DestinationContract;
import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.TypeRules;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract for a service of AWS, and what all of them have in common. */
abstract class AwsContract extends DestinationContract {

    private final String service;
    private final TypeRules rules;
    private final CourierPlugin courier;
    protected AwsStub stub;

    /** @param service its name in signatures */
    AwsContract(String service, TypeRules rules, CourierPlugin courier) {
        this.service = service;
        this.rules = rules;
        this.courier = courier;
        this.stub = AwsStub.answering(service, this::accepted);
    }

    protected abstract Map<String, String> config();

    protected abstract Reply accepted(SignedRequest request);

    /** As the service puts an error. */
    protected abstract Reply refused(int status, String code);

    protected abstract Arrival arrival(SignedRequest request);

    protected static Reply json(int status, String text) {
        return new Reply(
                status, Map.of("content-type", "application/x-amz-json-1.1"), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected DestinationPlugin plugin() {
        return ruled(rules, courier);
    }

    @Override
    protected Settings settings() {
        return new Settings(
                config(),
                Map.of("key", AwsStub.KEY, "secret", AwsStub.SECRET, "session", SECRET + "-session"),
                Map.of());
    }

    @Override
    protected void receive(Reception reception) {
        become(
                switch (reception) {
                    case ACCEPTS -> AwsStub.answering(service, this::accepted);
                    case REFUSES -> AwsStub.answering(service, request -> refused(400, "AccessDenied"));
                    case THROTTLES -> AwsStub.answering(service, request -> refused(503, "ThrottlingException"));
                    case HANGS -> AwsStub.silent(service);
                });
    }

    @Override
    protected List<Arrival> arrived() {
        return stub.requests().stream().map(this::arrival).toList();
    }

    @AfterEach
    void stopStub() {
        stub.close();
        assertThat(stub.objections()).isEmpty();
    }

    @Test
    void shouldNameTheErrorAndHideWhatItQuotes() {
        // given
        become(AwsStub.answering(service, request -> refused(403, "SignatureDoesNotMatch")));

        // when
        var outcome = (Outcome.Failed) deliver("127.0.0.0/8", settings());

        // then
        assertThat(outcome.failure()).isEqualTo(Failure.STATUS);
        assertThat(outcome.code()).isEqualTo("SignatureDoesNotMatch");
        assertThat(outcome.response().orElseThrow().data())
                .contains("\"status\":\"403\"")
                .doesNotContain(SECRET);
    }

    @Test
    void shouldNotUnderstandNonsense() {
        // given
        become(AwsStub.answering(service, request -> json(500, "<<<{{{")));

        // then
        assertThat(((Outcome.Failed) deliver("127.0.0.0/8", settings())).failure())
                .isIn(Failure.STATUS, Failure.PROTOCOL);
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void shouldNotConnectToAForbiddenAddress() {
        assertThat(((Outcome.Failed) deliver("", settings())).failure()).isEqualTo(Failure.BLOCKED);
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void shouldTellWhatTheServiceSaid() {
        assertThat(deliver("127.0.0.0/8", settings()).code()).isEqualTo("OK");
    }

    protected final Settings with(String key, String value) {
        var config = new HashMap<>(config());
        config.put(key, value);
        return new Settings(config, settings().credentials(), Map.of());
    }

    protected final Outcome deliver(String allow, Settings settings) {
        try (var type = plugin().start(new Surroundings(Map.of(), EgressGuard.of(allow), "Spillway/test"))) {
            return type.deliver(Samples.delivery(), settings, Samples.ATTEMPTING);
        }
    }

    protected final void become(AwsStub other) {
        stub.close();
        stub = other;
    }
}
