package io.spillway.gateway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.domain.Policy;
import io.spillway.domain.Schedule;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Details;
import io.spillway.gateway.http.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"policy":{"timeout_ms":1500,"max_attempts":3,"max_age_seconds":60,"jitter":0.5,"concurrency":2,"ordered":true}}""", """
                {"policy":{"schedule":{"kind":"exponential","initial_seconds":0.5,"factor":3,"max_seconds":3600}}}""", """
                {"policy":{"schedule":{"kind":"linear","initial_seconds":1,"step_seconds":2}}}""", """
                {"policy":{"schedule":{"kind":"fixed","seconds":100}}}""", """
                {"policy":{"schedule":{"kind":"list","seconds":[1,5,30.25]}}}""", """
                {"policy":{"rate":{"per_second":0.2,"burst":10},"breaker":{"failures":5,"open_seconds":30}}}""", """
                {"policy":{"batch":{"count":10,"seconds":0.25}},"signing":{"profile":"hook0-v1"},"transform":{"jsonata":"$"}}"""})
    void shouldShowWhatItRead(String json) {
        assertThat(PolicyJson.of(read(json))).hasToString(json);
    }

    @Test
    void shouldSayNothingOfWhatFollowsTheNode() {
        assertThat(read("{}")).isEqualTo(Policy.NONE);
        assertThat(PolicyJson.of(Policy.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"policy\":1} | policy must be an object",
                "{\"policy\":{\"speed\":1}} | policy.speed is unknown",
                "{\"policy\":{\"timeout_ms\":0}} | policy.timeout_ms must be a whole number from 1 to 30000",
                "{\"policy\":{\"max_attempts\":1.5}} | policy.max_attempts must be a whole number from 1 to 100",
                "{\"policy\":{\"jitter\":\"much\"}} | policy.jitter must be a number from 0 to 1",
                "{\"policy\":{\"ordered\":1}} | policy.ordered must be true or false",
                "{\"policy\":{\"schedule\":{\"kind\":\"never\"}}} | policy.schedule.kind must be one of exponential, linear, fixed, list",
                "{\"policy\":{\"schedule\":{\"kind\":\"fixed\"}}} | policy.schedule.seconds is required",
                "{\"policy\":{\"schedule\":{\"kind\":\"list\",\"seconds\":[]}}} | policy.schedule.seconds must be 1 to 100 numbers from 0.001 to 604800",
                "{\"policy\":{\"schedule\":{\"kind\":\"list\",\"seconds\":[1,1e99]}}} | policy.schedule.seconds must be 1 to 100 numbers from 0.001 to 604800",
                "{\"policy\":{\"rate\":{\"burst\":2}}} | policy.rate.per_second is required",
                "{\"policy\":{\"batch\":{\"count\":1}}} | policy.batch.count must be a whole number from 2 to 100",
                "{\"policy\":{\"ordered\":true,\"batch\":{\"count\":2}}} | policy.batch and policy.ordered exclude each other: one delivery under way makes no batch",
                "{\"signing\":{\"profile\":\"own\"}} | signing.profile must be one of default, standard, standard-v1a, harborhook, algohire, hook0-v0, hook0-v1",
                "{\"transform\":{\"jsonata\":\"\"}} | transform.jsonata must be a string that is not empty"
            })
    void shouldSayWhatIsWrong(String json, String problem) {
        assertThat(problems(json)).containsExactly(problem);
    }

    @Test
    void shouldTellOfAllMistakesAtOnce() {
        assertThat(problems("{\"policy\":{\"jitter\":2,\"breaker\":{}},\"signing\":[]}"))
                .hasSize(4);
    }

    @Nested
    class APatch {

        private final Policy before = read("""
                {"policy":{"max_attempts":3,"schedule":{"kind":"fixed","seconds":5}},"transform":{"jsonata":"$"}}""");

        @Test
        void shouldChangeOnlyWhatItNames() {
            // when
            var after = merged("{\"policy\":{\"max_attempts\":4}}");

            // then
            assertThat(after.retrying().maxAttempts()).contains(4);
            assertThat(after.retrying().schedule()).contains(new Schedule.Fixed(Duration.ofSeconds(5)));
            assertThat(after.call()).isEqualTo(before.call());
        }

        @Test
        void shouldReplaceAScheduleOfAnotherKind() {
            assertThat(merged("{\"policy\":{\"schedule\":{\"kind\":\"list\",\"seconds\":[1]}}}")
                            .retrying()
                            .schedule())
                    .contains(new Schedule.Listed(List.of(Duration.ofSeconds(1))));
        }

        @Test
        void shouldTakeAwayWhatIsNull() {
            // when
            var after = merged("{\"policy\":{\"schedule\":null},\"transform\":null}");

            // then
            assertThat(after.retrying().schedule()).isEmpty();
            assertThat(after.retrying().maxAttempts()).contains(3);
            assertThat(after.call().transform()).isEqualTo(Optional.empty());
        }

        @Test
        void shouldLeaveItAloneWhereItSaysNothing() {
            assertThat(merged("{\"config\":{}}")).isSameAs(before);
        }

        private Policy merged(String patch) {
            return PolicyReader.merged(before, fields(patch));
        }
    }

    private static Policy read(String json) {
        return PolicyReader.merged(Policy.NONE, fields(json));
    }

    private static List<String> problems(String json) {
        var refused = catchThrowableOfType(ApiException.class, () -> read(json));
        return ((Details.Problems) refused.details()).problems();
    }

    private static Fields fields(String json) {
        return Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
