package io.spillway.connect.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.connect.source.Queue.Message;
import io.spillway.connect.source.Queue.Receipt;
import io.spillway.domain.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final TenantId ACME = new TenantId("acme");

    @Nested
    class OfAPublish {

        @Test
        void shouldGiveTheEventTheIdOfTheMessageAndLeaveEveryOtherByte() {
            // given
            var body = " { \"tenant_id\" : \"acme\", \"data\": { \"n\" : 1.50 } } ";

            // when
            var sealed = sealed("m-1", body);

            // then
            assertThat(sealed.tenant()).contains(ACME);
            assertThat(text(sealed))
                    .isEqualTo("{\"id\":\"m-1\", \"tenant_id\" : \"acme\", \"data\": { \"n\" : 1.50 } } ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"id\":\"own\",\"tenant_id\":\"acme\",\"data\":{}}",
                    "{\"id\":null,\"tenant_id\":\"acme\",\"data\":{}}",
                    "{\"tenant_id\":7,\"data\":{}}",
                    "[]",
                    "no json",
                    ""
                })
        void shouldPassOnAsItIsWhatHasAnIdOrCannotBeRead(String body) {
            assertThat(text(sealed("m-1", body))).isEqualTo(body);
        }

        @Test
        void shouldPassOnAsItIsWhatHasNoIdAnywhere() {
            // given
            var body = "{\"tenant_id\":\"acme\",\"data\":{}}";

            // then
            assertThat(text(new Envelope.Publish().seal(message(Optional.empty(), body))))
                    .isEqualTo(body);
            assertThat(text(sealed("\u0007", body))).isEqualTo(body);
        }

        @Test
        void shouldQuoteTheId() {
            assertThat(text(sealed("a\"b\\c", "{\"tenant_id\":\"acme\",\"data\":{}}")))
                    .startsWith("{\"id\":\"a\\\"b\\\\c\",");
        }

        private Envelope.Sealed sealed(String id, String body) {
            return new Envelope.Publish().seal(message(Optional.of(id), body));
        }
    }

    @Nested
    class OfDataOnly {

        private final Envelope envelope = new Envelope.DataOnly(ACME, Optional.of("order.paid"));

        @Test
        void shouldAddWhatIsConfigured() {
            // when
            var sealed = envelope.seal(message(Optional.of("m-1"), "{\"n\" : 1.50}"));

            // then
            assertThat(sealed.tenant()).contains(ACME);
            assertThat(text(sealed))
                    .isEqualTo(
                            "{\"tenant_id\":\"acme\",\"id\":\"m-1\",\"topic\":\"order.paid\",\"data\":{\"n\" : 1.50}}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{},\"tenant_id\":\"other\"", "{}}", "[1]", "no json", "{\"a\":1}{\"b\":2}", ""})
        void shouldLetNothingBehindTheDataBecomeAField(String body) {
            assertThat(text(envelope.seal(message(Optional.of("m-1"), body)))).isEqualTo(body);
        }
    }

    private static Message message(Optional<String> id, String body) {
        return new Message(id, body.getBytes(UTF_8), new Receipt.Number(1));
    }

    private static String text(Envelope.Sealed sealed) {
        return new String(sealed.value(), UTF_8);
    }
}
