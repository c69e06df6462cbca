package io.spillway.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.Vault;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.OperatorEvent.Subject;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LetterTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final DestinationKey D = new DestinationKey(ACME, new DestinationId("d"));
    private static final RecordAt AT = new RecordAt("spillway.events", 0, 7);
    private static final Vault VAULT = Vault.of("a secret");
    private static final DestinationTypes TYPES =
            DestinationTypes.load(new Surroundings(Map.of(), EgressGuard.of(""), "Spillway"));
    private static final String DATA =
            "{\"destination\":{\"type\":\"webhook\",\"config\":{}},\"event\":{\"id\":\"e\"},\"attempt\":{\"n\":1.50}}";

    @AfterAll
    static void closeTypes() {
        TYPES.close();
    }

    @Test
    void shouldAddTheConfigurationAndTheExactDataButNoCredentials() {
        // given
        var settings = new Settings(Map.of("url", "https://a.example/"), Map.of("secret", "not to be seen"), Map.of());
        var subject = new Subject(D.destination(), VAULT.seal(D, settings), Optional.of(AT));

        // when
        var written = written("eu", event(Optional.of(subject)), _ -> Optional.of("{ \"n\": 1.0 }".getBytes(UTF_8)));

        // then
        assertThat(written)
                .isEqualTo("{\"id\":\"i\",\"topic\":\"attempt.failed\",\"time\":\"2026-11-22T12:00:00Z\","
                        + "\"deployment_id\":\"eu\",\"tenant_id\":\"acme\",\"data\":"
                        + "{\"destination\":{\"type\":\"webhook\",\"config\":{\"url\":\"https://a.example/\"}},"
                        + "\"event\":{\"id\":\"e\",\"data\":{ \"n\": 1.0 }},\"attempt\":{\"n\":1.50}}}");
    }

    @Test
    void shouldLeaveOutWhatIsNoLongerKeptOrCannotBeOpened() {
        // given
        var settings = new Settings(Map.of("url", "https://a.example/"), Map.of(), Map.of());
        var subject = new Subject(D.destination(), Vault.of("another").seal(D, settings), Optional.of(AT));

        // when
        var written = written("", event(Optional.of(subject)), _ -> Optional.empty());

        // then
        assertThat(written).endsWith("\"tenant_id\":\"acme\",\"data\":" + DATA + "}");
        assertThat(written).doesNotContain("deployment_id");
    }

    private static OperatorEvent event(Optional<Subject> subject) {
        return new OperatorEvent("i", "attempt.failed", Instant.parse("2026-11-22T12:00:00Z"), ACME, DATA, subject);
    }

    private static String written(String deployment, OperatorEvent event, Function<RecordAt, Optional<byte[]>> bodies) {
        return new String(new Letter(deployment, TYPES, VAULT, bodies).write(event), UTF_8);
    }
}
