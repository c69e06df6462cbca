package io.spillway.courier.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.courier.aws.AwsStub.Reply;
import io.spillway.destination.aws.S3Rules;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3ContractIT extends AwsContract {

    S3ContractIT() {
        super("s3", new S3Rules(), new S3Plugin());
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("bucket", "my-bucket", "region", "eu-west-1", "endpoint", stub.url());
    }

    @Override
    protected Reply accepted(SignedRequest request) {
        return new Reply(200, Map.of("ETag", "\"e-1\""), new byte[0]);
    }

    @Override
    protected Reply refused(int status, String code) {
        return SnsContractIT.xml(
                status, "<Error><Code>%s</Code><Message>no, %s-session</Message></Error>".formatted(code, SECRET));
    }

    @Override
    protected Arrival arrival(SignedRequest request) {
        return new Arrival(request.header("x-amz-meta-event-id"), request.text());
    }

    @Test
    void shouldStoreAnObjectUnderTheUsualKey() throws GeneralSecurityException {
        // when
        var outcome = deliver("127.0.0.0/8", with("storage_class", "standard_ia"));

        // then
        var request = stub.requests().getFirst();
        assertThat(request.path()).isEqualTo("/my-bucket/2026-01-01T00%3A00%3A00.000000000Z_evt_1.json");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
        assertThat(request.header("x-amz-meta-topic")).isEqualTo("order.paid");
        assertThat(request.header("x-amz-checksum-sha256"))
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(HexFormat.of().parseHex(SignedRequest.sha256(request.body()))));
        assertThat(((Outcome.Delivered) outcome).response().data())
                .contains("\"key\":\"2026-01-01T00:00:00.000000000Z_evt_1.json\"");
    }

    @Test
    void shouldMakeTheKeyByTheTemplate() {
        // when
        deliver(
                "127.0.0.0/8",
                with("key_template", "join('/', [time.year, time.month, data.order, metadata.\"event-id\"])"));

        // then
        assertThat(stub.requests().getFirst().path()).isEqualTo("/my-bucket/2026/01/o-17/evt_1");
    }

    @Test
    void shouldFailOnATemplateThatFails() {
        // when
        var outcome = deliver("127.0.0.0/8", with("key_template", "join('/', data.total)"));

        // then
        assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.PROVIDER);
        assertThat(outcome.code()).isEqualTo("ERR");
        assertThat(stub.requests()).isEmpty();
    }
}
