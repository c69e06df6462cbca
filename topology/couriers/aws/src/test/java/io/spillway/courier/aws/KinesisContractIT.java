package io.spillway.courier.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.spillway.courier.aws.AwsStub.Reply;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Surroundings;
import io.spillway.destination.aws.KinesisRules;
import io.spillway.domain.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KinesisContractIT extends AwsContract {

    private static final CBORFactory CBOR = new CBORFactory();

    KinesisContractIT() {
        super("kinesis", new KinesisRules(), new KinesisPlugin());
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("stream_name", "orders", "region", "eu-west-1", "endpoint", stub.url());
    }

    @Override
    protected Reply accepted(SignedRequest request) {
        return cbor(200, Map.of("ShardId", "shardId-0", "SequenceNumber", "42"));
    }

    @Override
    protected Reply refused(int status, String code) {
        return cbor(status, Map.of("__type", code, "message", "no, " + SECRET + "-session"));
    }

    @Override
    protected Arrival arrival(SignedRequest request) {
        var data = fields(request.body()).get("Data");
        return new Arrival(
                SqsContractIT.tree(data).at("/metadata/event-id").asText(),
                data.substring(data.indexOf(",\"data\":") + 8, data.length() - 1));
    }

    @Test
    void shouldChooseTheShardByTheTemplate() {
        // when
        var outcome = deliver("127.0.0.0/8", with("partition_key_template", "data.order"));

        // then
        assertThat(fields(stub.requests().getFirst().body())).containsEntry("PartitionKey", "o-17");
        assertThat(((Outcome.Delivered) outcome).response().data())
                .contains("\"shard_id\":\"shardId-0\"", "\"sequence_number\":\"42\"", "\"partition_key\":\"o-17\"");
    }

    @Test
    void shouldSendBareDataWhereItIsToldTo() {
        // given
        var variables = Map.of("DESTINATIONS_AWS_KINESIS_METADATA_IN_PAYLOAD", "false");

        try (var type = plugin().start(new Surroundings(variables, EgressGuard.of("127.0.0.0/8"), "Spillway/test"))) {
            // when
            type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

            // then
            assertThat(fields(stub.requests().getFirst().body())).containsEntry("Data", Samples.BODY);
        }
    }

    private static Map<String, String> fields(byte[] body) {
        var fields = new HashMap<String, String>();
        try (var parser = CBOR.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                fields.put(
                        name,
                        parser.nextToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                                ? new String(parser.getBinaryValue(), StandardCharsets.UTF_8)
                                : parser.getText());
            }
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply cbor(int status, Map<String, String> fields) {
        var bytes = new ByteArrayOutputStream();
        try (var generator = CBOR.createGenerator(bytes)) {
            generator.writeStartObject();
            for (var field : fields.entrySet()) {
                generator.writeStringField(field.getKey(), field.getValue());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(status, Map.of("content-type", "application/x-amz-cbor-1.1"), bytes.toByteArray());
    }
}
