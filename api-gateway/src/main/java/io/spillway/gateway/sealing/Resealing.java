package io.spillway.gateway.sealing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.destination.Opened;
import io.spillway.destination.Vault;
import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Subscription;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.sealing.Sealings.By;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Queries;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals with the first secret what another one sealed, while everything runs, and says how far it is. It looks again every
 * ten minutes, since a node that does not know the first secret yet goes on sealing with another.
 */
public final class Resealing {

    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final Duration NOT_READY = Duration.ofSeconds(2);

    private final AllSubscriptions all;
    private final Changes changes;
    private final Vault vault;
    private final Runnable keys;
    private volatile Sealings found = new Sealings();
    private boolean shown;

    /** @param keys does so with those that no destination has; throws an {@link ApiException}, unavailable */
    public Resealing(Queries queries, Changes changes, Vault vault, Runnable keys) {
        this.all = new AllSubscriptions(queries);
        this.changes = changes;
        this.vault = vault;
        this.keys = keys;
    }

    /** Begins, in the background; it ends when what is returned is closed. */
    public AutoCloseable start(MeterRegistry metrics) {
        return Thread.ofVirtual().name("resealing").start(() -> run(metrics))::interrupt;
    }

    private void run(MeterRegistry metrics) {
        try {
            while (true) {
                Thread.sleep(look(metrics));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return when to look again */
    private Duration look(MeterRegistry metrics) {
        try {
            keys.run();
            count(metrics);
            if (found.count(By.OLDER) > 0) {
                LOG.info("{}: those are sealed again", found);
                all.forEach(this::reseal);
                count(metrics);
            }
            LOG.info("{}{}", found, found.count(By.OLDER) > 0 ? "" : ": only the first is needed");
            return LOOK_AGAIN;
        } catch (NotReadyException | ApiException e) {
            LOG.debug("sealed settings cannot be looked at yet: {}", e.getMessage());
            return NOT_READY;
        }
    }

    /** Nobody is shown figures before there are some: an older secret would look as if it were not needed. */
    private void count(MeterRegistry metrics) {
        var counted = new Sealings();
        all.forEach(subscription -> counted.add(sealedBy(subscription)));
        found = counted;
        if (!shown) {
            shown = true;
            for (var by : By.values()) {
                Gauge.builder("spillway.settings.sealed", this, resealing -> resealing.found.count(by))
                        .tag("secret", by.word())
                        .register(metrics);
            }
        }
    }

    private By sealedBy(Subscription subscription) {
        return switch (vault.open(subscription.key(), subscription.settings())) {
            case Opened.Readable ignored -> vault.isCurrent(subscription.settings()) ? By.FIRST : By.OLDER;
            case Opened.Unreadable ignored -> By.UNKNOWN;
        };
    }

    /** A row that changed meanwhile was sealed by whoever changed it, and is looked at again. */
    private void reseal(Subscription subscription) {
        if (vault.isCurrent(subscription.settings())
                || !(vault.open(subscription.key(), subscription.settings())
                        instanceof Opened.Readable(var settings))) {
            return;
        }
        var sealed = subscription.with(vault.seal(subscription.key(), settings));
        if (changes.ask(new Command.UpdateDestination(sealed, true)) instanceof Answer.SubscriptionStored) {
            found.move(By.OLDER, By.FIRST);
        }
    }
}
