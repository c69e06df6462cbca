package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.CancelReason;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Sealed;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Target;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final SubscriptionState ACTIVE = new SubscriptionState.Active();
    private static final SubscriptionState DISABLED = new SubscriptionState.Disabled(Instant.EPOCH);
    private static final SubscriptionState DELETED = new SubscriptionState.Deleted(Instant.EPOCH);

    @Test
    void shouldLetTheDeliverysOwnVersionCountWhereThereIsNoRow() {
        assertThat(Gate.of(target(1, 5), Optional.empty())).isEqualTo(new Gate.Open());
    }

    @Test
    void shouldLetTheDeliverysOwnVersionCountWhereTheRowIsOlder() {
        assertThat(gate(target(2, 5), row(1, 4, DELETED))).isEqualTo(new Gate.Open());
    }

    @Test
    void shouldCallWhatIsUpToDate() {
        assertThat(gate(target(1, 5), row(1, 5, ACTIVE))).isEqualTo(new Gate.Open());
    }

    @Test
    void shouldSendWhatIsOutdatedToBeJoinedAgain() {
        assertThat(gate(target(1, 5), row(1, 6, ACTIVE))).isEqualTo(new Gate.Outdated());
    }

    @Test
    void shouldCancelWhatIsDisabledOrDeleted() {
        assertThat(gate(target(1, 5), row(1, 6, DISABLED))).isEqualTo(new Gate.Shut(CancelReason.DISABLED));
        assertThat(gate(target(1, 5), row(1, 6, DELETED))).isEqualTo(new Gate.Shut(CancelReason.DELETED));
    }

    @Test
    void shouldCancelWhatBelongsToAnotherIncarnation() {
        assertThat(gate(target(1, 5), row(2, 7, ACTIVE))).isEqualTo(new Gate.Shut(CancelReason.DELETED));
    }

    @Test
    void shouldSendBackWhatWasOnItsWayWhenItWasPausedAndCallWhatCameSince() {
        var paused = new SubscriptionState.Paused(Instant.EPOCH);
        assertThat(gate(target(1, 5), row(1, 6, paused))).isEqualTo(new Gate.Outdated());
        assertThat(gate(target(1, 6), row(1, 6, paused))).isEqualTo(new Gate.Open());
    }

    private static Gate gate(Target target, DestinationStatus row) {
        return Gate.of(target, Optional.of(row));
    }

    private static Target target(long incarnation, long version) {
        return new Target(new DestinationId("d"), incarnation, version, "webhook", new Sealed("k", new byte[0]));
    }

    private static DestinationStatus row(long incarnation, long version, SubscriptionState state) {
        return new DestinationStatus(incarnation, version, state);
    }
}
