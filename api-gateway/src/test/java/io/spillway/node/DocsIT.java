package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.gateway.openapi.OpenApi;
import org.junit.jupiter.api.Test;

/** The page of the API's reference, in a real browser that minds its Content-Security-Policy. */
class DocsIT {

    @Test
    void shouldListEveryOperationAndBreakNoPolicy() throws JsonProcessingException {
        // given
        var spillway = Local.shared();

        // when
        var opened = NodeJs.run("open-docs.js", new byte[0], spillway.url() + "/docs");

        // then
        assertThat(opened.exit()).as(opened.output()).isZero();
        var page = new ObjectMapper().readTree(opened.output());
        assertThat(page.path("problems")).isEmpty();
        assertThat(page.path("operations").valueStream().map(JsonNode::asText))
                .hasSize(OpenApi.CONTRACT.operations().size());
    }
}
