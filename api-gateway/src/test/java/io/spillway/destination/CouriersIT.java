package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The couriers as a node finds them: in the folders that the build makes, each behind a class loader of its own. */
class CouriersIT {

    private static final Map<String, String> AWS = Map.of("key", "AKIDEXAMPLE", "secret", "dontshowme");

    private static DestinationTypes load(String allow) {
        return DestinationTypes.load(new Surroundings(Map.of(), EgressGuard.of(allow), "Spillway/test"));
    }

    /** Only the type's own courier knows that the address is forbidden. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws_sqs | queue_url=http://127.0.0.1:9/1/q",
                "aws_sns | topic_arn=arn:aws:sns:eu-west-1:123456789012:t,endpoint=http://127.0.0.1:9",
                "aws_kinesis | stream_name=s,region=eu-west-1,endpoint=http://127.0.0.1:9",
                "aws_eventbridge | bus=b,source=s,region=eu-west-1,endpoint=http://127.0.0.1:9",
                "aws_s3 | bucket=my-bucket,region=eu-west-1,endpoint=http://127.0.0.1:9",
                "gcp_pubsub | project_id=p,topic=t,endpoint=127.0.0.1:9",
                "rabbitmq | server_url=127.0.0.1:9,exchange=e,tls=false",
                "kafka | brokers=127.0.0.1:9,topic=t,security=plaintext"
            })
    void shouldFindACourierForEachType(String type, String config) {
        // given
        var settings = new HashMap<String, String>();
        for (var entry : config.split(",")) {
            settings.put(entry.split("=", 2)[0], entry.split("=", 2)[1]);
        }

        try (var types = load("")) {
            // when
            var outcome = types.find(type)
                    .orElseThrow()
                    .deliver(
                            SampleDelivery.of("{\"order\":\"o-17\"}"),
                            new Settings(settings, AWS, Map.of()),
                            patient());

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.BLOCKED);
        }
    }

    @Test
    void shouldDeliverThroughAnSdkThatTheProcessDoesNotHave() throws Exception {
        try (var server = new MockWebServer();
                var types = load("127.0.0.0/8")) {
            // given
            server.start();
            server.enqueue(
                    new MockResponse.Builder().body("{\"MessageId\":\"m-1\"}").build());
            var queue = Map.of("queue_url", server.url("/1/orders").toString());

            // when
            var outcome = types.find("aws_sqs")
                    .orElseThrow()
                    .deliver(SampleDelivery.of("{\"order\":\"o-17\"}"), new Settings(queue, AWS, Map.of()), patient());

            // then
            assertThat(outcome.code()).isEqualTo("OK");
            assertThat(server.takeRequest().getHeaders().get("Authorization")).startsWith("AWS4-HMAC-SHA256");
            assertThatThrownBy(() -> Class.forName("software.amazon.awssdk.core.SdkClient"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static Attempting patient() {
        return new Attempting(SampleDelivery.AT, Duration.ofMinutes(2));
    }
}
