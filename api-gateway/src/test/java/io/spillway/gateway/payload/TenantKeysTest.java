package io.spillway.gateway.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.destination.Vault;
import io.spillway.domain.Erasure;
import io.spillway.domain.TenantId;
import io.spillway.gateway.MemorySettings;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.setting.Settings;
import io.spillway.payload.OpenedData;
import io.spillway.payload.PayloadKey;
import io.spillway.payload.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TenantKeysTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final byte[] DATA = "{\"n\":1}".getBytes(UTF_8);

    private final MemorySettings settings = new MemorySettings();
    private final TenantKeys here = keys("old,new");
    private final TenantKeys elsewhere = keys("old,new");

    private TenantKeys keys(String secrets) {
        return new TenantKeys(settings, Vault.of(secrets), true);
    }

    private static Erasure erasure(Instant until) {
        return new Erasure(ACME, new Erasure.Everything(), until);
    }

    @Test
    void shouldGiveATenantOneKeyThatAllNodesKnow() {
        // when
        var made = here.make(ACME);

        // then
        assertThat(here.make(ACME)).isEqualTo(made);
        assertThat(elsewhere.of(ACME)).contains(made);
    }

    @Test
    void shouldKeepNothingOfATenantThatHasNoKeysWhereNoneAreMade() {
        // when
        new TenantKeys(settings, Vault.of("old"), false).forget(erasure(Instant.now()));

        // then
        assertThat(settings.values).isEmpty();
    }

    @Test
    void shouldDropKeysAlsoWhereNoneAreMadeAnyMore() {
        // given
        var sealed = here.make(ACME).seal(DATA);

        // when
        new TenantKeys(settings, Vault.of("old"), false).forget(erasure(Instant.now()));

        // then
        assertThat(new Payloads(here).open(sealed)).isInstanceOf(OpenedData.NoKey.class);
    }

    @Test
    void shouldSealWithTheFirstSecretWhatAnotherOneSealed() {
        // given
        var sealed = here.make(ACME).seal(DATA);

        // when
        keys("new,old").reseal();

        // then
        assertThat(new Payloads(keys("new")).open(sealed)).isInstanceOf(OpenedData.Unsealed.class);
    }

    /** Settings that are slow to write. */
    private record Before(Settings settings, Consumer<String> put) implements Settings {

        @Override
        public <T> Map<String, T> table(String prefix, Function<byte[], T> read) {
            return settings.table(prefix, read);
        }

        @Override
        public boolean complete() {
            return settings.complete();
        }

        @Override
        public void put(String name, byte[] value) {
            put.accept(new String(value, UTF_8));
            settings.put(name, value);
        }

        @Override
        public void remove(String name) {
            settings.remove(name);
        }
    }

    @Nested
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    class WhileAKeyIsBeingWritten {

        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final TenantKeys slow = new TenantKeys(new Before(settings, this::hold), Vault.of("old"), true);

        private void hold(String row) {
            if (row.contains("\"acme\"")) {
                writing.countDown();
                await(goOn);
            }
        }

        @Test
        void shouldMakeThatOfAnotherTenant() throws Exception {
            // given
            var first = started(() -> slow.make(ACME));
            await(writing);

            // when
            var others = slow.make(OTHER);

            // then
            assertThat(slow.of(OTHER)).contains(others);
            assertThat(slow.of(ACME)).isEmpty();
            goOn.countDown();
            var made = first.get();
            assertThat(slow.of(ACME)).contains(made);
        }

        @Test
        void shouldGiveTheSameToWhoAsksMeanwhile() throws Exception {
            // given
            var first = started(() -> slow.make(ACME));
            await(writing);

            // when
            var second = started(() -> slow.make(ACME));

            // then
            goOn.countDown();
            assertThat(second.get()).isEqualTo(first.get());
            assertThat(settings.values).hasSize(1);
        }

        private static FutureTask<PayloadKey> started(Callable<PayloadKey> make) {
            var task = new FutureTask<>(make);
            Thread.ofPlatform().daemon().start(task);
            return task;
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class OfAnErasedTenant {

        private final byte[] sealed = here.make(ACME).seal(DATA);

        @Test
        void shouldOpenNothingMore() {
            // given
            var others = here.make(OTHER).seal(DATA);

            // when
            elsewhere.forget(erasure(Instant.now()));

            // then
            assertThat(new Payloads(here).open(sealed)).isInstanceOf(OpenedData.NoKey.class);
            assertThat(new Payloads(here).open(others)).isInstanceOf(OpenedData.Unsealed.class);
            assertThat(here.of(ACME)).isEmpty();
        }

        @Test
        void shouldNotBelieveAKeyThatIsWrittenAgain() {
            // given
            var rows = Map.copyOf(settings.values);
            elsewhere.forget(erasure(Instant.now()));

            // when
            rows.forEach(settings::put);

            // then
            assertThat(new Payloads(here).open(sealed)).isInstanceOf(OpenedData.NoKey.class);
            assertThat(here.of(ACME)).isEmpty();
            assertThat(new Payloads(keys("old")).open(sealed)).isInstanceOf(OpenedData.NoKey.class);
        }

        @Test
        void shouldNotDependOnClocks() {
            // given
            var rows = Map.copyOf(settings.values);

            // when
            elsewhere.forget(erasure(Instant.now().minus(Duration.ofHours(1))));
            rows.forEach(settings::put);

            // then
            assertThat(new Payloads(here).open(sealed)).isInstanceOf(OpenedData.NoKey.class);
        }

        @Test
        void shouldCountAKeyThatIsMadeAfterwards() {
            // given
            elsewhere.forget(erasure(Instant.now().plus(Duration.ofHours(1))));

            // when
            var made = here.make(ACME);

            // then
            assertThat(elsewhere.of(ACME)).contains(made);
            assertThat(new Payloads(elsewhere).open(made.seal(DATA))).isInstanceOf(OpenedData.Unsealed.class);
            assertThat(new Payloads(elsewhere).open(sealed)).isInstanceOf(OpenedData.NoKey.class);
        }

        @Test
        void shouldTakeBackAKeyWhoseSealingTheErasureHasOvertaken() {
            // given
            var slow = new TenantKeys(
                    new Before(settings, _ -> elsewhere.forget(erasure(Instant.now()))), Vault.of("new,old"), true);

            // when
            slow.reseal();

            // then
            assertThat(settings.values.keySet()).containsExactly("payload-keys-erased.acme");
        }

        @Test
        void shouldTakeBackAFirstKeyThatTheErasureHasOvertaken() {
            // given
            elsewhere.forget(erasure(Instant.now()));
            var later = erasure(Instant.now().plus(Duration.ofMinutes(1)));
            var slow = new TenantKeys(new Before(settings, _ -> elsewhere.forget(later)), Vault.of("old"), true);

            // then
            assertThatThrownBy(() -> slow.make(ACME)).isInstanceOf(ApiException.class);
            assertThat(settings.values.keySet()).containsExactly("payload-keys-erased.acme");
        }

        @Test
        void shouldSealNothingAgain() {
            // given
            var rows = Map.copyOf(settings.values);
            elsewhere.forget(erasure(Instant.now()));
            rows.forEach(settings::put);
            var before = Map.copyOf(settings.values);

            // when
            keys("new,old").reseal();

            // then
            assertThat(settings.values).isEqualTo(before);
        }
    }
}
