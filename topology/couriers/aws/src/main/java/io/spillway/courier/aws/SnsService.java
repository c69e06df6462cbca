package io.spillway.courier.aws;

import io.spillway.destination.Answer;
import io.spillway.destination.Settings;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** Publishes a message: the data as its text, metadata as one attribute in JSON, and the topic as one that filters see. */
final class SnsService implements Service<SnsClient> {

    private static final int REGION = 3;
    private static final int PARTS = 6;

    @Override
    public Site site(Settings settings) {
        var arn = settings.config().getOrDefault("topic_arn", "").split(":", PARTS);
        if (arn.length < PARTS) {
            throw new IllegalArgumentException("no topic");
        }
        return Site.of(arn[REGION], settings);
    }

    @Override
    public SnsClient client(Site site) {
        return site.configure(SnsClient.builder()).build();
    }

    @Override
    public Outcome send(SnsClient client, Sending sending) {
        var request = PublishRequest.builder()
                .topicArn(sending.config("topic_arn"))
                .message(new String(sending.body(), StandardCharsets.UTF_8))
                .messageAttributes(
                        Map.of("metadata", text(Envelope.json(sending.metadata())), "topic", text(sending.topic())))
                .overrideConfiguration(call -> call.credentialsProvider(sending.credentials()));
        if (sending.config("topic_arn").endsWith(".fifo")) {
            request.messageGroupId(sending.topic()).messageDeduplicationId(sending.eventId());
        }
        return Answer.delivered(
                Map.of("message_id", client.publish(request.build()).messageId()));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
