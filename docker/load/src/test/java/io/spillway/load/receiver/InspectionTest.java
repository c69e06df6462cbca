package io.spillway.load.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest {

    private static final byte[] BODY =
            "{\"order\":\"o-17\",\"total\":42.5,\"note\":\"café\"}".getBytes(StandardCharsets.UTF_8);
    private static final String GOOD = "v0=32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa";

    private final Inspection inspection = new Inspection(Optional.of("relay-test-secret-01"), 1);

    @Test
    void shouldAcceptASignatureOfTheBody() {
        assertThat(inspection.signature(request(Map.of("x-outpost-signature", GOOD))))
                .isEqualTo(Arrival.Signature.GOOD);
    }

    @Test
    void shouldAcceptOneOfTwoSignaturesDuringARotation() {
        // given
        var both = "v0=" + "00".repeat(32) + "," + GOOD.substring(3);

        // when, then
        assertThat(inspection.signature(request(Map.of("x-outpost-signature", both))))
                .isEqualTo(Arrival.Signature.GOOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v0=", "v0=32181000", "32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa"})
    void shouldRefuseAnyOther(String signature) {
        assertThat(inspection.signature(request(Map.of("x-outpost-signature", signature))))
                .isEqualTo(Arrival.Signature.BAD);
    }

    @Test
    void shouldRefuseAMissingSignature() {
        assertThat(inspection.signature(request(Map.of()))).isEqualTo(Arrival.Signature.BAD);
    }

    /** The example of the Standard Webhooks specification. */
    @Test
    void shouldAcceptAStandardSignature() {
        // given
        var standard = new Inspection(Optional.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), 1);
        var request = new Request(
                "POST",
                "/",
                Map.of(
                        "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp", "1614265330",
                        "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        // when, then
        assertThat(standard.signature(request)).isEqualTo(Arrival.Signature.GOOD);
    }

    @Test
    void shouldTakeEveryThird() {
        // given
        var sampling = new Inspection(Optional.empty(), 3);

        // when
        var due = new boolean[] {sampling.due(), sampling.due(), sampling.due(), sampling.due()};

        // then
        assertThat(due).containsExactly(true, false, false, true);
    }

    private static Request request(Map<String, String> headers) {
        return new Request("POST", "/", headers, BODY);
    }
}
