package io.spillway.destination.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.HttpContract;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.webhook.RawEndpoint;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ServiceBusContractIT extends HttpContract {

    @Override
    protected DestinationPlugin plugin() {
        return ruled(new ServiceBusRules(), new ServiceBusPlugin());
    }

    @Override
    protected Settings settings() {
        return settings("UseDevelopmentEmulator=true;");
    }

    private Settings settings(String more) {
        return new Settings(
                Map.of("name", "orders"),
                Map.of(
                        "connection_string",
                        "Endpoint=sb://" + authority() + "/;SharedAccessKeyName=send;SharedAccessKey=" + SECRET + "=;"
                                + more),
                Map.of("city", "Zürich"));
    }

    @Override
    protected String eventId(RawEndpoint.Request request) {
        return request.header("brokerproperties").replaceFirst(".*\"MessageId\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void shouldSendAMessageWithAToken() throws GeneralSecurityException {
        // given
        receive(Reception.ACCEPTS);
        var resource = URLEncoder.encode("http://" + authority() + "/orders", StandardCharsets.UTF_8);

        // when
        var outcome = deliver(settings());

        // then
        var request = endpoint.requests().getFirst();
        var token = token(request);
        assertThat(outcome.code()).isEqualTo("OK");
        assertThat(request.head()).startsWith("POST /orders/messages HTTP/1.1");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("topic")).isEqualTo("\"order.paid\"");
        assertThat(request.header("city")).isEqualTo("\"Z\\u00FCrich\"");
        assertThat(token).containsEntry("sr", resource).containsEntry("skn", "send");
        assertThat(URLDecoder.decode(token.get("sig"), StandardCharsets.UTF_8))
                .isEqualTo(hmac(SECRET + "=", resource + "\n" + token.get("se")));
        assertThat(Long.parseLong(token.get("se"))).isEqualTo(Samples.AT.getEpochSecond() + 900);
    }

    @Test
    void shouldInsistOnTlsElsewhere() {
        // given
        receive(Reception.ACCEPTS);

        // when
        var outcome = deliver(settings(""), new Attempting(Samples.AT, Duration.ofSeconds(5)));

        // then
        assertThat(((Outcome.Failed) outcome).failure()).isIn(Failure.TLS, Failure.TIMEOUT);
        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void shouldWriteWhatNoHeaderHoldsAsJsonDoes() {
        // given
        receive(Reception.ACCEPTS);

        // when
        var outcome = deliver(
                new Settings(settings().config(), settings().credentials(), Map.of("mark", "a" + (char) 0x7F + "\nb")));

        // then
        assertThat(outcome.code()).isEqualTo("OK");
        assertThat(endpoint.requests().getFirst().header("mark")).isEqualTo("\"a\\u007F\\nb\"");
    }

    @Test
    void shouldRefuseASignatureThatNoHeaderHolds() {
        // given
        receive(Reception.ACCEPTS);

        // when
        var outcome = deliver(new Settings(
                settings().config(),
                Map.of(
                        "connection_string",
                        "Endpoint=sb://" + authority() + "/;SharedAccessSignature=dontshowmé;"
                                + "UseDevelopmentEmulator=true;"),
                Map.of()));

        // then
        assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.PROVIDER);
        assertThat(((Outcome.Failed) outcome).message()).doesNotContain("dontshow");
        assertThat(endpoint.requests()).isEmpty();
    }

    private Outcome deliver(Settings settings) {
        return deliver(settings, Samples.ATTEMPTING);
    }

    private Outcome deliver(Settings settings, Attempting attempting) {
        try (var type = plugin().start(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"))) {
            return type.deliver(Samples.delivery(), settings, attempting);
        }
    }

    private static Map<String, String> token(RawEndpoint.Request request) {
        var token = request.header("authorization");
        assertThat(token).startsWith("SharedAccessSignature ");
        return Arrays.stream(token.substring("SharedAccessSignature ".length()).split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    }

    private static String hmac(String key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
