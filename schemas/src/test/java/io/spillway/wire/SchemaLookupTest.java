package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.wire.SchemaLookup.Away;
import io.spillway.wire.SchemaLookup.Found;
import io.spillway.wire.SchemaLookup.NotFound;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaLookupTest {

    private static final Schema FOREIGN = Schema.create(Schema.Type.STRING);

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final KnownSchemas known = new KnownSchemas();
    private Instant now = Instant.EPOCH;
    private final SchemaLookup lookup = new SchemaLookup(registry, known, () -> now);

    @Test
    void shouldMakeASchemaKnown() {
        // given
        var id = registry.add(FOREIGN);

        // when
        var answer = lookup.find(id);

        // then
        assertThat(answer).isEqualTo(new Found());
        assertThat(known.find(id)).contains(FOREIGN);
    }

    @Test
    void shouldRememberForAMinuteThatThereIsNone() {
        // given
        lookup.find(7);

        // when
        pass(Duration.ofSeconds(59));

        // then
        assertThat(lookup.find(7)).isEqualTo(new NotFound());
        assertThat(registry.questions()).isEqualTo(1);
    }

    @Test
    void shouldAskAgainAfterAMinuteSinceTheIdMayHaveBeenGivenMeanwhile() {
        // given
        lookup.find(1);
        registry.add(FOREIGN);

        // when
        pass(Duration.ofSeconds(61));

        // then
        assertThat(lookup.find(1)).isEqualTo(new Found());
    }

    @Test
    void shouldNotRememberThatTheRegistryWasAway() {
        // given
        var id = registry.add(FOREIGN);
        registry.goAway();

        // then
        assertThat(lookup.find(id)).isInstanceOf(Away.class);
        registry.comeBack();
        assertThat(lookup.find(id)).isEqualTo(new Found());
    }

    @Test
    void shouldAskAtMostTenTimesASecond() {
        // when
        for (var id = 0; id < 100; id++) {
            lookup.find(id);
        }

        // then
        assertThat(registry.questions()).isEqualTo(10);
        assertThat(lookup.find(50)).isInstanceOf(Away.class);
        pass(Duration.ofSeconds(1));
        assertThat(lookup.find(50)).isEqualTo(new NotFound());
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
