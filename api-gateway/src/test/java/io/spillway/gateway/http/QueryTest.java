package io.spillway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void shouldReadAnArrayInEachSpelling() {
        // when / then
        assertThat(list(Map.of("f", List.of("a", "b")))).containsExactly("a", "b");
        assertThat(list(Map.of("f[]", List.of("a", "b"), "f", List.of("c")))).containsExactly("a", "b");
        assertThat(list(Map.of("f[1]", List.of("b"), "f[0]", List.of("a"), "f[]", List.of("c"))))
                .containsExactly("a", "b");
        assertThat(list(Map.of("f[1]", List.of("b"), "f", List.of("c")))).containsExactly("c");
        assertThat(list(Map.of("f", List.of("", "a")))).containsExactly("a");
        assertThat(list(Map.of())).isEmpty();
    }

    @Test
    void shouldNameOperators() {
        // given
        var query = new Query(Map.of("time[gte]", List.of("x"), "time", List.of("y"), "timer[lt]", List.of("z")));
        // when / then
        assertThat(query.operators("time")).containsExactly("gte");
    }

    private static List<String> list(Map<String, List<String>> parameters) {
        return new Query(parameters).list("f");
    }
}
