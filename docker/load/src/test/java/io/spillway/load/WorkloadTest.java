package io.spillway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workload workload = new Workload("r1", 3, 2, 1024);

    @Test
    void shouldReadTheNumberBackFromTheEventId() {
        // when
        var id = workload.eventId(4_711);

        // then
        assertThat(workload.sequence(id)).hasValue(4_711);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "r1", "r1-", "r2-0000004711", "r1-000000471x", "r1-00000004711", "evt_1"})
    void shouldNotTakeAnotherIdForItsOwn(String id) {
        assertThat(workload.sequence(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 1000, 1024, 1025, 65_536})
    void shouldRenderDataOfExactlyTheSize(int bytes) throws IOException {
        // given
        var rendering = new Workload("r1", 1, 1, bytes).rendering();

        // when
        var data = rendering.data(7);

        // then
        assertThat(data).hasSize(bytes);
        assertThat(JSON.readTree(data).path("number").asText()).isEqualTo("0000000007");
    }

    @Test
    void shouldPublishForTheTenantWhoseTurnItIs() throws IOException {
        // given
        var rendering = workload.rendering();

        // when
        var body = rendering.publish(4);

        // then
        var json = JSON.readTree(body);
        assertThat(json.path("id").asText()).isEqualTo(workload.eventId(4));
        assertThat(json.path("tenant_id").asText()).isEqualTo(workload.tenant(workload.tenantOf(4)));
        assertThat(json.path("topic").asText()).isEqualTo(Workload.TOPIC);
        assertThat(new String(body, StandardCharsets.UTF_8))
                .endsWith(new String(rendering.data(4), StandardCharsets.UTF_8) + "}");
    }

    @Test
    void shouldRefuseARunThatWouldNotFitAnId() {
        assertThatThrownBy(() -> new Workload("a run", 1, 1, 1024)).isInstanceOf(IllegalArgumentException.class);
    }
}
