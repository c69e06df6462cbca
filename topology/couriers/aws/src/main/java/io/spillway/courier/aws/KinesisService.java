package io.spillway.courier.aws;

import io.spillway.destination.Answer;
import io.spillway.destination.Settings;
import io.spillway.destination.Template;
import io.spillway.domain.Outcome;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;

/**
 * Puts a record: metadata and data in one object, or the bare data.
 *
 * @param enveloped whether records carry metadata
 */
record KinesisService(boolean enveloped) implements Service<KinesisClient> {

    /** {@code DESTINATIONS_AWS_KINESIS_METADATA_IN_PAYLOAD}; on unless it says {@code false}. */
    static boolean isEnveloped(Map<String, String> variables) {
        return !variables
                .getOrDefault("DESTINATIONS_AWS_KINESIS_METADATA_IN_PAYLOAD", "")
                .equalsIgnoreCase("false");
    }

    @Override
    public Site site(Settings settings) {
        return Site.of(settings.config().getOrDefault("region", ""), settings);
    }

    @Override
    public KinesisClient client(Site site) {
        return site.configure(KinesisClient.builder()).build();
    }

    @Override
    public Outcome send(KinesisClient client, Sending sending) {
        var key = Template.key(
                        sending.config("partition_key_template"), sending.delivery(), sending.metadata(), Map.of())
                .orElse(sending.eventId());
        var put = client.putRecord(PutRecordRequest.builder()
                .streamName(sending.config("stream_name"))
                .partitionKey(key)
                .data(SdkBytes.fromByteArray(
                        enveloped ? Envelope.around(sending.body(), sending.metadata()) : sending.body()))
                .overrideConfiguration(call -> call.credentialsProvider(sending.credentials()))
                .build());
        return Answer.delivered(
                Map.of("shard_id", put.shardId(), "sequence_number", put.sequenceNumber(), "partition_key", key));
    }
}
