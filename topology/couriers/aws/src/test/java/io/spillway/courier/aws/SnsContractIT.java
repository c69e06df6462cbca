package io.spillway.courier.aws;

import io.spillway.courier.aws.AwsStub.Reply;
import io.spillway.destination.aws.SnsRules;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

class SnsContractIT extends AwsContract {

    SnsContractIT() {
        super("sns", new SnsRules(), new SnsPlugin());
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("topic_arn", "arn:aws:sns:eu-west-1:123456789012:orders", "endpoint", stub.url());
    }

    @Override
    protected Reply accepted(SignedRequest request) {
        return xml(200, """
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>
                <MessageId>m-1</MessageId></PublishResult></PublishResponse>""");
    }

    @Override
    protected Reply refused(int status, String code) {
        return xml(status, """
                <ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no, %s-session</Message></Error>\
                </ErrorResponse>""".formatted(code, SECRET));
    }

    @Override
    protected Arrival arrival(SignedRequest request) {
        var form = Arrays.stream(request.text().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        var metadata = form.entrySet().stream()
                .filter(field -> field.getKey().endsWith("Value.StringValue")
                        && field.getValue().startsWith("{"))
                .findFirst()
                .orElseThrow()
                .getValue();
        return new Arrival(SqsContractIT.tree(metadata).path("event-id").asText(), form.get("Message"));
    }

    static Reply xml(int status, String text) {
        return new Reply(status, Map.of("content-type", "text/xml"), text.getBytes(StandardCharsets.UTF_8));
    }
}
