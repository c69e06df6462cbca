package io.spillway.destination.hookdeck;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.HttpContract;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.webhook.RawEndpoint;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HookdeckContractIT extends HttpContract {

    @Override
    protected DestinationPlugin plugin() {
        return surroundings -> ruled(new HookdeckRules(), new HookdeckPlugin("http://" + authority() + "/"))
                .start(surroundings);
    }

    @Override
    protected Settings settings() {
        var token = Base64.getEncoder().encodeToString(("src_1:" + SECRET).getBytes(StandardCharsets.UTF_8));
        return new Settings(Map.of(), Map.of("token", token), Map.of("tier", "gold"));
    }

    @Override
    protected String eventId(RawEndpoint.Request request) {
        return request.header("x-outpost-event-id");
    }

    @Test
    void shouldPostToTheSourceWithASignature() throws GeneralSecurityException {
        // given
        receive(Reception.ACCEPTS);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = Base64.getEncoder().encodeToString(mac.doFinal(Samples.BODY.getBytes(StandardCharsets.UTF_8)));

        try (var type = plugin().start(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"))) {
            // when
            var outcome = type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

            // then
            var request = endpoint.requests().getFirst();
            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(request.head()).startsWith("POST /src_1 HTTP/1.1");
            assertThat(request.header("x-hookdeck-signature")).isEqualTo("v0=" + signature);
            assertThat(request.header("x-outpost-topic")).isEqualTo("order.paid");
            assertThat(request.header("x-outpost-tier")).isEqualTo("gold");
        }
    }
}
