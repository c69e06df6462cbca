package io.spillway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventId;
import io.spillway.domain.Place;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final TenantId A = new TenantId("a");

    @Test
    void shouldSortByTimeAlsoBeforeTheEpoch() {
        // given
        var times = List.of(
                Instant.ofEpochMilli(Long.MIN_VALUE),
                Instant.ofEpochMilli(-1),
                Instant.EPOCH,
                Instant.ofEpochMilli(1),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.ofEpochMilli(Long.MAX_VALUE));

        // when
        var sorted = times.reversed().stream()
                .map(time -> Keys.timed(A, time, new EventId("e")))
                .sorted()
                .toList();

        // then
        assertThat(sorted).extracting(key -> Keys.timeIn(key, A)).isEqualTo(times);
        assertThat(sorted).allSatisfy(key -> assertThat(Keys.idIn(key, A)).isEqualTo("e"));
    }

    @Test
    void shouldKeepTenantsApartWhoseIdsBeginAlike() {
        // given
        var keys = Stream.of("a", "a.b", "a-b", "aa").map(TenantId::new).toList();

        // then
        for (var tenant : keys) {
            var prefix = new String(Keys.prefix(tenant).get(), StandardCharsets.UTF_8);
            assertThat(keys)
                    .filteredOn(other -> new String(
                                    Keys.of(other, new EventId("e")).get(), StandardCharsets.UTF_8)
                            .startsWith(prefix))
                    .containsExactly(tenant);
        }
    }

    @Test
    void shouldHaveAllKeysOfATenantAndNoOthersWithinItsRange() {
        // given
        var others = Stream.of("a.b", "a-b", "aa", "A", "b").map(TenantId::new).map(Keys::prefix);

        // then
        assertThat(Keys.of(A, new EventId("\uFFFF"))).isBetween(Keys.prefix(A), Keys.prefixEnd(A));
        assertThat(others).noneMatch(key -> key.compareTo(Keys.prefix(A)) > 0 && key.compareTo(Keys.prefixEnd(A)) < 0);
    }

    @Test
    void shouldSortWhatIsHeldByPlaceAndKeepDestinationsApartWhoseIdsBeginAlike() {
        // given
        var d = new DestinationKey(A, new DestinationId("d"));
        var longer = new DestinationKey(A, new DestinationId("d1"));
        var early = new Place(Instant.ofEpochMilli(-1), 300);
        var late = new Place(Instant.ofEpochMilli(256), 7);
        var later = new Place(Instant.ofEpochMilli(256), 256);

        // when
        var sorted = Stream.of(
                        Keys.held(longer, early, "x"),
                        Keys.heldEnd(d),
                        Keys.held(d, later, "a"),
                        Keys.held(d, late, "b"),
                        Keys.held(d, early, "c"))
                .sorted()
                .toList();

        // then
        assertThat(sorted)
                .containsExactly(
                        Keys.held(d, early, "c"),
                        Keys.held(d, late, "b"),
                        Keys.held(d, later, "a"),
                        Keys.heldEnd(d),
                        Keys.held(longer, early, "x"));
        assertThat(Keys.placeIn(Keys.held(d, early, "c"), d)).isEqualTo(early);
        assertThat(Keys.placeIn(Keys.held(d, later, ""), d)).isEqualTo(later);
    }

    @Test
    void shouldFindTheTenantOfAnyKey() {
        // then
        assertThat(Keys.tenantIn(Keys.of(A, new EventId("e")).get())).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(Keys.tenantIn(Keys.tenant(A).get())).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
    }
}
