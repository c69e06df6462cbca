package io.spillway.courier.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.courier.aws.AwsStub.Reply;
import io.spillway.destination.aws.SqsRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqsContractIT extends AwsContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    SqsContractIT() {
        super("sqs", new SqsRules(), new SqsPlugin());
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("queue_url", stub.url() + "/000000000000/orders");
    }

    @Override
    protected Reply accepted(SignedRequest request) {
        return json(200, "{\"MessageId\":\"m-1\"}");
    }

    @Override
    protected Reply refused(int status, String code) {
        return json(
                status, "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"no, %s-session\"}".formatted(code, SECRET));
    }

    @Override
    protected Arrival arrival(SignedRequest request) {
        var message = tree(request.text());
        var metadata =
                tree(message.at("/MessageAttributes/metadata/StringValue").asText());
        return new Arrival(
                metadata.path("event-id").asText(), message.path("MessageBody").asText());
    }

    @Test
    void shouldGroupMessagesOfAFifoQueue() {
        // when
        deliver("127.0.0.0/8", with("queue_url", stub.url() + "/000000000000/orders.fifo"));

        // then
        var message = tree(stub.requests().getFirst().text());
        assertThat(message.path("MessageGroupId").asText()).isEqualTo("order.paid");
        assertThat(message.path("MessageDeduplicationId").asText()).isEqualTo("evt_1");
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }
}
