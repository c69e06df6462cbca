package io.spillway.retry;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import java.time.Instant;

/** What the relay does with the head of a tier's partition. */
sealed interface Step {

    /** Its wait is over: it goes to {@code due}. */
    record Release() implements Step {}

    /** It has ridden this tier to the end and waits on in another. */
    record Move(Tier next) implements Step {}

    /** Nothing, until this instant of the broker's clock. */
    record Wait(Instant until) implements Step {}

    /**
     * The rule. A record that is due by the end of its ride, give or take {@link Tiers#TOLERANCE}, is released when it is due
     * and never before; one that is due later rides to the end and takes its next tier from there.
     *
     * @param appended when the broker took it into this tier
     */
    static Step of(Instant appended, Instant due, Tier tier, Tiers tiers, Instant now) {
        var until = until(appended, due, tier);
        if (now.isBefore(until)) {
            return new Wait(until);
        }
        return ridesOn(appended, due, tier) ? new Move(tiers.towards(due, now)) : new Release();
    }

    /** When it leaves this tier. */
    static Instant until(Instant appended, Instant due, Tier tier) {
        if (ridesOn(appended, due, tier)) {
            return appended.plus(tier.delay());
        }
        return due.isBefore(appended) ? appended : due;
    }

    private static boolean ridesOn(Instant appended, Instant due, Tier tier) {
        return due.isAfter(appended.plus(tier.delay()).plus(Tiers.TOLERANCE));
    }
}
