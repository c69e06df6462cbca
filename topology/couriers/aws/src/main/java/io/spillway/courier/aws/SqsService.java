package io.spillway.courier.aws;

import io.spillway.destination.Answer;
import io.spillway.destination.Settings;
import io.spillway.domain.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Sends a message: the data as its body, metadata as one attribute in JSON. */
final class SqsService implements Service<SqsClient> {

    private static final Pattern REGION = Pattern.compile("(?:^|\\.)sqs\\.([a-z0-9-]+)\\.|^([a-z0-9-]+)\\.queue\\.");

    /** The queue's own host, unless another is given; its name tells the region. */
    @Override
    public Site site(Settings settings) {
        var url = URI.create(settings.config().getOrDefault("queue_url", ""));
        if (url.getHost() == null) {
            throw new IllegalArgumentException("no queue URL");
        }
        var region = REGION.matcher(url.getHost());
        var named = !region.find() ? "us-east-1" : region.group(1) == null ? region.group(2) : region.group(1);
        var site = Site.of(named, settings);
        return new Site(
                named, site.endpoint().or(() -> Optional.of(URI.create(url.getScheme() + "://" + url.getAuthority()))));
    }

    /** What was answered with success counts; a digest that differs would only make a repeat. */
    @Override
    public SqsClient client(Site site) {
        return site.configure(SqsClient.builder())
                .checksumValidationEnabled(false)
                .build();
    }

    @Override
    public Outcome send(SqsClient client, Sending sending) {
        var request = SendMessageRequest.builder()
                .queueUrl(sending.config("queue_url"))
                .messageBody(new String(sending.body(), StandardCharsets.UTF_8))
                .messageAttributes(Map.of(
                        "metadata",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(Envelope.json(sending.metadata()))
                                .build()))
                .overrideConfiguration(call -> call.credentialsProvider(sending.credentials()));
        if (sending.config("queue_url").endsWith(".fifo")) {
            request.messageGroupId(sending.topic()).messageDeduplicationId(sending.eventId());
        }
        return Answer.delivered(
                Map.of("message_id", client.sendMessage(request.build()).messageId()));
    }
}
