package io.spillway.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofDays(90));

    private final SigningKey first = SigningKey.make(START);
    private final SigningKey second = SigningKey.make(LATER);
    private final KeyRing both = KeyRing.of(List.of(second, first));

    @Test
    void shouldSignWithTheFirstKeyAtOnce() {
        // then
        assertThat(KeyRing.of(List.of(first)).signing(START)).contains(first);
        assertThat(KeyRing.of(List.of()).signing(START)).isEmpty();
    }

    @Test
    void shouldAnnounceAKeyBeforeItSigns() {
        // then
        assertThat(both.signing(LATER)).contains(first);
        assertThat(both.believed(LATER)).containsExactly(first, second);
        assertThat(both.signing(LATER.plus(KeyRing.ANNOUNCED).minusMillis(1))).contains(first);
        assertThat(both.signing(LATER.plus(KeyRing.ANNOUNCED))).contains(second);
    }

    @Test
    void shouldBelieveAKeyUntilEveryTokenThatItSignedHasRunOut() {
        // given
        var lastTokenEnds = LATER.plus(KeyRing.ANNOUNCED).plus(OwnTokens.LONGEST);
        // then
        assertThat(both.believed(lastTokenEnds.plusSeconds(60))).contains(first);
        assertThat(both.spent(lastTokenEnds.plusSeconds(60))).isEmpty();
        assertThat(both.believed(lastTokenEnds.plus(Duration.ofMinutes(5)))).containsExactly(second);
        assertThat(both.spent(lastTokenEnds.plus(Duration.ofMinutes(5)))).containsExactly(first);
    }
}
