package io.spillway.courier.aws;

import io.spillway.destination.Answer;
import io.spillway.destination.Settings;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Puts an event on a bus: its topic is the detail type, metadata and data are the detail. */
final class EventBridgeService implements Service<EventBridgeClient> {

    @Override
    public Site site(Settings settings) {
        return Site.of(settings.config().getOrDefault("region", ""), settings);
    }

    @Override
    public EventBridgeClient client(Site site) {
        return site.configure(EventBridgeClient.builder()).build();
    }

    /** The service answers 200 and says by entry what it refused. */
    @Override
    public Outcome send(EventBridgeClient client, Sending sending) {
        var entry = PutEventsRequestEntry.builder()
                .eventBusName(sending.config("bus"))
                .source(sending.config("source"))
                .detailType(sending.topic())
                .detail(new String(Envelope.around(sending.body(), sending.metadata()), StandardCharsets.UTF_8))
                .time(sending.delivery().event().time())
                .build();
        var put = client.putEvents(PutEventsRequest.builder()
                .entries(entry)
                .overrideConfiguration(call -> call.credentialsProvider(sending.credentials()))
                .build());
        var answer = put.entries().getFirst();
        return answer.errorCode() == null
                ? Answer.delivered(Map.of("event_id", answer.eventId()))
                : Answer.refused(
                        answer.errorCode(),
                        "the bus refused the event",
                        Map.of("error", String.valueOf(answer.errorMessage())),
                        sending.settings());
    }
}
