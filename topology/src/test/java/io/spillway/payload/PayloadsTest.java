package io.spillway.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.crypto.AesGcm;
import io.spillway.domain.TenantId;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final PayloadKey KEY = PayloadKey.random(ACME);
    private static final PayloadKey OTHERS = PayloadKey.random(new TenantId("other"));
    private static final byte[] DATA = "{\"n\":1}".getBytes(UTF_8);

    private final Payloads payloads =
            new Payloads(id -> Optional.of(KEY).filter(key -> key.id().equals(id)));

    @Test
    void shouldOpenWhatWasSealed() {
        // when
        var opened = payloads.open(KEY.seal(DATA));

        // then
        assertThat(opened).isInstanceOfSatisfying(OpenedData.Unsealed.class, unsealed -> {
            assertThat(unsealed.tenant()).isEqualTo(ACME);
            assertThat(unsealed.data()).isEqualTo(DATA);
        });
    }

    @Test
    void shouldSealEachMessageWithAKeyOfItsOwn() throws GeneralSecurityException {
        // when
        var one = content(KEY.seal(DATA));
        var another = content(KEY.seal(DATA));

        // then
        assertThat(Arrays.copyOf(one, 16)).isNotEqualTo(Arrays.copyOf(another, 16));
        assertThat(AesGcm.open(expanded(one), context(), Arrays.copyOfRange(one, 16, one.length)))
                .hasValueSatisfying(data -> assertThat(data).isEqualTo(DATA));
        assertThat(AesGcm.open(expanded(another), context(), Arrays.copyOfRange(one, 16, one.length)))
                .isEmpty();
    }

    private static byte[] content(byte[] envelope) {
        return Envelope.read(envelope).orElseThrow().content();
    }

    private static String context() {
        return KEY.id() + "\0acme";
    }

    /** The first block of HKDF-Expand, RFC 5869 section 2.3; the salt comes first in what is sealed. */
    private static SecretKeySpec expanded(byte[] content) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(KEY.secret());
        mac.update(context().getBytes(UTF_8));
        mac.update(content, 0, 16);
        mac.update((byte) 1);
        return new SecretKeySpec(mac.doFinal(), "AES");
    }

    @Test
    void shouldNotOpenWhatWasAltered() {
        // given
        var sealed = content(KEY.seal(DATA));

        // then
        for (var at = 0; at < sealed.length; at++) {
            var altered = sealed.clone();
            altered[at] ^= 1;
            assertThat(payloads.open(new Envelope(KEY.id(), altered).bytes()))
                    .as("byte %d", at)
                    .isInstanceOf(OpenedData.Broken.class);
        }
        for (var length = 0; length < sealed.length; length++) {
            assertThat(payloads.open(new Envelope(KEY.id(), Arrays.copyOf(sealed, length)).bytes()))
                    .as("%d bytes", length)
                    .isInstanceOf(OpenedData.Broken.class);
        }
    }

    @Test
    void shouldStayWithinWhatIsLeftForData() {
        // given
        var largest = Payloads.largest(10_000);

        // when
        var envelope = KEY.seal(new byte[largest]);

        // then
        assertThat(envelope).hasSizeBetween(9_900, 10_000);
    }

    @Nested
    class OfAnotherTenant {

        @Test
        void shouldSayWhoseKeyItWas() {
            // when
            var opened = new Payloads(_ -> Optional.of(OTHERS)).open(OTHERS.seal(DATA));

            // then
            assertThat(opened)
                    .isInstanceOfSatisfying(
                            OpenedData.Unsealed.class,
                            unsealed -> assertThat(unsealed.tenant()).isEqualTo(OTHERS.tenant()));
        }

        @Test
        void shouldNotOpenWithAnotherKeyThanTheNamedOne() {
            // given
            var others = content(OTHERS.seal(DATA));
            var mine = content(KEY.seal(DATA));
            var sameSecret = new PayloadKey(KEY.id(), OTHERS.tenant(), KEY.secret());

            // then
            assertThat(payloads.open(new Envelope(KEY.id(), others).bytes())).isInstanceOf(OpenedData.Broken.class);
            assertThat(new Payloads(_ -> Optional.of(sameSecret)).open(new Envelope(KEY.id(), mine).bytes()))
                    .isInstanceOf(OpenedData.Broken.class);
            assertThat(payloads.clear(new Envelope(KEY.id(), others).bytes())).isEmpty();
        }

        @Test
        void shouldNotKnowAKeyThatNobodyHas() {
            assertThat(payloads.open(OTHERS.seal(DATA))).isInstanceOf(OpenedData.NoKey.class);
            assertThat(payloads.clear(OTHERS.seal(DATA))).isEmpty();
        }
    }

    @Nested
    class LikeAnEnvelope {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"n\":1}",
                    "{ \"spillway:sealed\":\"a.b\"}",
                    "{\"spillway:sealed\": \"a.b\"}",
                    "{\"spillway:sealed\":\"a.b\" }",
                    "{\"spillway:sealed\":{\"a\":\"b\"}}",
                    "{\"spillway:sealed\":\"a.b\",\"n\":1}",
                    "{\"spillway:sealed\":\"}",
                })
        void shouldLeaveOtherDataAsTheyAre(String data) {
            // when
            var opened = payloads.open(data.getBytes(UTF_8));

            // then
            assertThat(opened)
                    .isInstanceOfSatisfying(
                            OpenedData.Clear.class,
                            clear -> assertThat(clear.data()).isEqualTo(data.getBytes(UTF_8)));
            assertThat(payloads.clear(data.getBytes(UTF_8)))
                    .hasValueSatisfying(clear -> assertThat(clear).isEqualTo(data.getBytes(UTF_8)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"spillway:sealed\":\"\"}",
                    "{\"spillway:sealed\":\".\"}",
                    "{\"spillway:sealed\":\"?.?\"}",
                    "{\"spillway:sealed\":\"a\",\"b\":\"c.d\"}",
                })
        void shouldTakeNoImitationForData(String data) {
            assertThat(payloads.open(data.getBytes(UTF_8))).isInstanceOf(OpenedData.NoKey.class);
            assertThat(new Payloads(_ -> Optional.of(KEY)).open(data.getBytes(UTF_8)))
                    .isInstanceOf(OpenedData.Broken.class);
        }
    }

    @Nested
    class OpenedSoon {

        private final AtomicInteger looks = new AtomicInteger();

        @Test
        void shouldWaitForAKeyThatComes() throws InterruptedException {
            // given
            var comes = new Payloads(_ -> Optional.of(KEY).filter(any -> looks.incrementAndGet() > 3));

            // when
            var opened = comes.openSoon(KEY.seal(DATA));

            // then
            assertThat(opened).isInstanceOf(OpenedData.Unsealed.class);
            assertThat(looks).hasValue(4);
        }

        @Test
        void shouldNotWaitForWhatWillNotOpen() throws InterruptedException {
            // given
            var known = new Payloads(_ -> {
                looks.incrementAndGet();
                return Optional.of(KEY);
            });

            // when
            var opened = known.openSoon(OTHERS.seal(DATA));

            // then
            assertThat(opened).isInstanceOf(OpenedData.Broken.class);
            assertThat(looks).hasValue(1);
        }
    }
}
