package io.spillway.destination.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Surroundings;
import io.spillway.destination.http.HttpSender;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {

    @Test
    void shouldQuoteAnyPassword() {
        // given
        var password = "a\"b\\c\nd\re; f";
        var cluster = new Cluster(
                Map.of("security", "sasl_plain"),
                Map.of("username", "user", "password", password),
                Duration.ofSeconds(1));

        // when
        try (var tokens = HttpSender.start(new Surroundings(Map.of(), EgressGuard.of(""), "Spillway/test"))) {
            var jaas = ProducerSettings.of(cluster, tokens).get(SaslConfigs.SASL_JAAS_CONFIG);

            // then
            var context = JaasContext.loadClientContext(
                    Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(String.valueOf(jaas))));
            assertThat(context.configurationEntries().getFirst().getOptions().get("password"))
                    .isEqualTo(password);
        }
    }
}
