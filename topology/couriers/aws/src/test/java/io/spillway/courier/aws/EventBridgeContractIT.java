package io.spillway.courier.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.courier.aws.AwsStub.Reply;
import io.spillway.destination.aws.EventBridgeRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBridgeContractIT extends AwsContract {

    EventBridgeContractIT() {
        super("events", new EventBridgeRules(), new EventBridgePlugin());
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("bus", "default", "source", "com.example", "region", "eu-west-1", "endpoint", stub.url());
    }

    @Override
    protected Reply accepted(SignedRequest request) {
        return json(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e-1\"}]}");
    }

    @Override
    protected Reply refused(int status, String code) {
        return json(status, "{\"__type\":\"%s\",\"message\":\"no, %s-session\"}".formatted(code, SECRET));
    }

    @Override
    protected Arrival arrival(SignedRequest request) {
        var detail = SqsContractIT.tree(request.text()).at("/Entries/0/Detail").asText();
        return new Arrival(
                SqsContractIT.tree(detail).at("/metadata/event-id").asText(),
                detail.substring(detail.indexOf(",\"data\":") + 8, detail.length() - 1));
    }

    @Test
    void shouldSeeWhatIsRefusedWithin200() {
        // given
        become(
                AwsStub.answering(
                        "events",
                        request -> json(
                                200,
                                "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"no\"}]}")));

        // then
        assertThat(deliver("127.0.0.0/8", settings()).code()).isEqualTo("InternalFailure");
    }
}
