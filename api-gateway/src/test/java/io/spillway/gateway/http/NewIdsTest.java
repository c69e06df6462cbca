package io.spillway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.gateway.http.NewIds.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewIdsTest {

    @ParameterizedTest
    @EnumSource
    void shouldMakeNoIdTwice(Kind kind) {
        // when / then
        assertThat(Stream.generate(kind::next).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void shouldPutThePrefixInFront() {
        // given
        var ids = new NewIds(Kind.NANOID, "evt_", "des_");
        // when / then
        assertThat(ids.event().value()).matches("evt_[0-9A-Za-z]{26}");
        assertThat(ids.destination().value()).matches("des_[0-9A-Za-z]{26}");
    }

    @Test
    void shouldMakeUuidsOfTheVersionsThatTheyAreCalledBy() {
        // given
        var random = UUID.fromString(Kind.UUIDV4.next());
        var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var timed = UUID.fromString(Kind.UUIDV7.next());
        var after = Instant.now();
        // when / then
        assertThat(random.version()).isEqualTo(4);
        assertThat(timed.version()).isEqualTo(7);
        assertThat(timed.variant()).isEqualTo(2);
        assertThat(Instant.ofEpochMilli(timed.getMostSignificantBits() >>> 16)).isBetween(before, after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "a/b"})
    void shouldRefuseAPrefixThatNoIdCanHave(String prefix) {
        // when / then
        assertThatThrownBy(() -> NewIds.prefix(prefix)).isInstanceOf(IllegalArgumentException.class);
    }
}
