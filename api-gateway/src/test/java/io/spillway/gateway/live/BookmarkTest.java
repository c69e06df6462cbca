package io.spillway.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.stream.live.Kind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarkTest {

    private static final Spot ATTEMPTS = new Spot(Kind.ATTEMPT, 3);
    private static final Spot DELIVERIES = new Spot(Kind.DELIVERY, 3);

    private final Bookmark bookmark = new Bookmark(Map.of(ATTEMPTS, 127L, DELIVERIES, 5_000_000_000L));

    @Test
    void shouldReadWhatItWrote() {
        // when
        var text = bookmark.text();
        // then
        assertThat(Bookmark.parse(text)).isEqualTo(bookmark);
        assertThat(text).matches("[A-Za-z0-9_-]{1,20}");
    }

    @Test
    void shouldReadTheLargestOffset() {
        // given
        var last = new Bookmark(Map.of(ATTEMPTS, Long.MAX_VALUE));
        // then
        assertThat(Bookmark.parse(last.text())).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "%%", "AQ=", "AgMAfw", "AQMA", "AQMJfw", "AQP____________________w"})
    void shouldRefuseWhatItDidNotWrite(String text) {
        // then
        assertThatIllegalArgumentException().isThrownBy(() -> Bookmark.parse(text));
    }

    @Test
    void shouldOnlyGoForward() {
        // when
        var further = bookmark.at(ATTEMPTS, 200).at(DELIVERIES, 7).upTo(Map.of(new Spot(Kind.ATTEMPT, 4), 9L));
        // then
        assertThat(further.next()).isEqualTo(Map.of(ATTEMPTS, 200L, DELIVERIES, 5_000_000_000L));
    }

    @Test
    void shouldBeCutToAStream() {
        // then
        assertThat(bookmark.of(Set.of(ATTEMPTS)).next()).isEqualTo(Map.of(ATTEMPTS, 127L));
    }
}
