package io.spillway.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.CancelReason;
import io.spillway.domain.Data;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DisableReason;
import io.spillway.domain.Erasure;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Policy;
import io.spillway.domain.Report;
import io.spillway.domain.Sealed;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class RowConverterTest {

    private static final String TOPIC = "spillway.any";
    private static final int DAY = Math.toIntExact(LocalDate.parse("2026-11-21").toEpochDay());

    private final Wire wire = Wire.inMemory();

    private <V> Struct row(Rows rows, Serde<V> serde, V value) {
        return row(rows, serde.serializer().serialize(TOPIC, value));
    }

    private Struct row(Rows rows, byte[] value) {
        return (Struct) converter(rows).toConnectData(TOPIC, value).value();
    }

    private RowConverter converter(Rows rows) {
        var converter = new RowConverter();
        converter.configure(rows, wire);
        return converter;
    }

    @Test
    void shouldGiveAttemptsColumnsForTimingsAndHeaders() {
        // when
        var row = row(Rows.ATTEMPTS, wire.reports(), Samples.failed());

        // then
        assertThat(row.getString("id")).isEqualTo(Samples.failed().id().toString());
        assertThat(row.get("day")).isEqualTo(DAY);
        assertThat(row.getString("time")).isEqualTo("2026-11-21T23:59:59.999Z");
        assertThat(row.get("number")).isEqualTo(2);
        assertThat(row.get("manual")).isEqualTo(true);
        assertThat(row.getString("code")).isEqualTo("503");
        assertThat(row.getString("failure")).isEqualTo("status");
        assertThat(row.get("retry_after_millis")).isEqualTo(7_000L);
        assertThat(row.getString("response_headers")).isEqualTo("{\"retry-after\":\"7\"}");
        assertThat(row.get("duration_micros")).isEqualTo(12_000L);
        assertThat(row.get("connect_micros")).isEqualTo(2_000L);
        assertThat(row.get("tls_micros")).isNull();
        assertThat(row.get("first_byte_micros")).isEqualTo(3_400L);
        assertThat(row.getString("request_id")).isEqualTo("call-1");
    }

    @Test
    void shouldLeaveTheDeliveryOfAFailedAttemptBehind() {
        // when
        var row = row(Rows.ATTEMPTS, wire.reports(), Samples.failed());

        // then
        assertThat(row.toString()).doesNotContain("payload", "sealed");
    }

    @Test
    void shouldWriteNoCharacterThatTheDatabaseRefuses() {
        // when
        var row = row(Rows.ATTEMPTS, wire.reports(), Samples.failed());

        // then
        assertThat(row.getString("response_data")).contains("no\uFFFDpe");
    }

    @Test
    void shouldHaveNoRowForWhatIsNoAttempt() {
        // given
        Report cancelled = new Report.Cancellation(Samples.delivery().ref(), 1, CancelReason.DISABLED, Samples.AT);

        // then
        assertThat(row(Rows.ATTEMPTS, wire.reports(), cancelled)).isNull();
        assertThat(converter(Rows.EVENTS).toConnectData(TOPIC, null).value()).isNull();
    }

    @Test
    void shouldSayWhereAnEventWentAndWhereItsDataLie() {
        // given
        var entry = new EventEntry(
                Samples.EVENT.with(new Data.Stored(Samples.ORIGIN)),
                Instant.parse("2026-11-22T00:00:00Z"),
                List.of(new DestinationId("a"), new DestinationId("b")),
                List.of(),
                0);

        // when
        var row = row(Rows.EVENTS, wire.eventEntries(), entry);

        // then
        assertThat(row.getArray("matched_destination_ids")).containsExactly("a", "b");
        assertThat(row.getString("metadata")).isEqualTo("{\"a\":\"b\"}");
        assertThat(row.get("day")).as("the day of its reception").isEqualTo(DAY + 1);
        assertThat(row.get("data_partition")).isEqualTo(3);
        assertThat(row.get("data_offset")).isEqualTo(17L);
    }

    @Test
    void shouldSayWhatIsToBeForgotten() {
        // given
        var event = new Erasure(Samples.EVENT.tenant(), new Erasure.OneEvent(Samples.EVENT.id()), Samples.AT);
        var tenant = new Erasure(Samples.EVENT.tenant(), new Erasure.Everything(), Samples.AT);

        // when
        var one = row(Rows.ERASURES, wire.erasures(), event);
        var all = row(Rows.ERASURES, wire.erasures(), tenant);

        // then
        assertThat(one.getString("scope")).isEqualTo("event");
        assertThat(one.getString("event_id")).isEqualTo("evt-1");
        assertThat(all.getString("scope")).isEqualTo("everything");
        assertThat(all.getString("event_id")).isNull();
        assertThat(all.getString("until")).isEqualTo("2026-11-21T23:59:59.999Z");
    }

    @Test
    void shouldKeepTheExactDataOfEventsWhoeverProducedThem() {
        // given
        var plain = "{ \"tenant_id\":\"acme\", \"data\": {\"n\": 1.10}}".getBytes(StandardCharsets.UTF_8);

        // then
        assertThat(row(Rows.EVENT_DATA, plain).getBytes("data")).asString().isEqualTo("{\"n\": 1.10}");
        assertThat(row(Rows.EVENT_DATA, wire.events(), Samples.EVENT).getBytes("data"))
                .asString()
                .isEqualTo(Samples.DATA);
        assertThat(row(Rows.EVENT_DATA, plain).getString("tenant_id")).isEqualTo("acme");
        assertThat(row(Rows.EVENT_DATA, plain).getString("event_id"))
                .as("Spillway will make one")
                .isNull();
        assertThat(row(Rows.EVENT_DATA, new byte[] {1, 2}))
                .as("it is quarantined")
                .isNull();
    }

    @Test
    void shouldTellWhyADeliveryDied() {
        // when
        var row = row(
                Rows.DEAD_LETTERS,
                wire.deadLetters(),
                new DeadLetter(Samples.delivery(), "retries_exhausted", Samples.failed(), Samples.AT));

        // then
        assertThat(row.getString("cause")).isEqualTo("retries_exhausted");
        assertThat(row.get("attempts")).isEqualTo(2);
        assertThat(row.getString("last_code")).isEqualTo("503");
        assertThat(row.toString()).doesNotContain("payload", "sealed");
    }

    @Test
    void shouldKeepWhatASubscriptionWasWithoutItsSettings() {
        // given
        var subscription = new Subscription(
                new io.spillway.domain.TenantId("acme"),
                new DestinationId("orders"),
                1,
                7,
                "webhook",
                List.of("order.*"),
                Optional.of("{\"data\":{}}"),
                new Sealed("k1", "sealed secret".getBytes(StandardCharsets.UTF_8)),
                Policy.NONE,
                Map.of(),
                new SubscriptionState.Disabled(Samples.AT, DisableReason.GONE),
                Samples.AT,
                Samples.AT);

        // when
        var row = row(Rows.SUBSCRIPTION_CHANGES, wire.subscriptions(), subscription);

        // then
        assertThat(row.get("version")).isEqualTo(7L);
        assertThat(row.getArray("topics")).containsExactly("order.*");
        assertThat(row.getString("state")).isEqualTo("disabled");
        assertThat(row.getString("state_reason")).isEqualTo("gone");
        assertThat(row.toString()).doesNotContain("sealed");
    }

    @Test
    void shouldGiveWhatCannotBeReadToConnect() {
        // given
        var converter = converter(Rows.ATTEMPTS);

        // then
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {9, 9, 9}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(TOPIC);
        assertThatThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {0, 0, 0, 99, 99, 1}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("schema");
    }

    @Test
    void shouldRefuseSettingsThatMeanNothing() {
        // given
        var converter = new RowConverter();

        // then
        assertThatThrownBy(() -> converter.configure(Map.of("rows", "columns", "registry.url", "http://x"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("attempts");
        assertThatThrownBy(() -> converter.configure(Map.of("rows", "attempts"), true))
                .isInstanceOf(ConfigException.class);
    }
}
