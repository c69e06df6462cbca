package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Surroundings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {

    private static final Map<String, String> QUEUES = Map.of(
            "OPERATOR_EVENTS_AWS_SQS_QUEUE_URL", "http://10.0.0.7:4566/000000000000/ops",
            "OPERATOR_EVENTS_AWS_SQS_ENDPOINT", "http://10.0.0.7:4566",
            "OPERATOR_EVENTS_AWS_SQS_ACCESS_KEY_ID", "AKIA",
            "OPERATOR_EVENTS_AWS_SQS_SECRET_ACCESS_KEY", "s3cret",
            "OPERATOR_EVENTS_GCP_PUBSUB_PROJECT_ID", "project",
            "OPERATOR_EVENTS_GCP_PUBSUB_TOPIC_ID", "topic",
            "OPERATOR_EVENTS_GCP_PUBSUB_CREDENTIALS", "{\"type\":\"service_account\"}",
            "OPERATOR_EVENTS_RABBITMQ_SERVER_URL", "amqp://10.0.0.8",
            "OPERATOR_EVENTS_RABBITMQ_EXCHANGE", "ops");

    /** Their own network is the operator's to name. */
    @Test
    void shouldMakeSettingsThatTheDestinationTypesTake() {
        // given
        var surroundings = new Surroundings(Map.of(), EgressGuard.everywhere(), "Spillway");
        try (var types = DestinationTypes.load(surroundings)) {

            // when
            var queues = new SinkSettings(new Variables(QUEUES)).read().queues();

            // then
            assertThat(queues)
                    .extracting(OperatorSinks.Queue::type)
                    .containsExactly("aws_sqs", "gcp_pubsub", "rabbitmq");
            assertThat(queues)
                    .allSatisfy(queue -> assertThat(
                                    types.find(queue.type()).orElseThrow().problems(queue.settings()))
                            .isEmpty());
        }
    }

    @Test
    void shouldNameNoSinkWhereNoneIsSet() {
        // when
        var sinks = new SinkSettings(new Variables(Map.of())).read();

        // then
        assertThat(sinks.url()).isEmpty();
        assertThat(sinks.queues()).isEmpty();
    }
}
