package io.spillway.destination;

import io.spillway.domain.SignatureProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A kind of place that events can be delivered to, as a webhook or a queue.
 *
 * <p><b>Life.</b> A {@link DestinationPlugin} starts one instance per process; it serves every destination of its type, for
 * all tenants and many threads at once, until {@link #close()}. Clients and connections that it shares between calls are
 * its own affair. Settings come with each call and may differ from one call to the next: whatever is kept per destination
 * must be found by the settings themselves, so that a changed URL or a rotated secret counts at once.
 *
 * <p><b>Two faces.</b> The gateway describes, checks and shows settings: {@link #form}, {@link #prepare}, {@link #problems},
 * {@link #shown}, {@link #target}; these do no I/O. The dispatcher delivers: {@link #deliver}. A type whose settings need no
 * more than a form and {@link TypeRules} is put together of these and a {@link CourierPlugin} instead.
 *
 * <p>A type passes {@code DestinationContract}, which is published with the test sources of this module.
 */
public interface DestinationType extends Courier {

    /** The word for it in the API, as {@code aws_sqs}: lower-case letters, digits and underscores. */
    String type();

    /**
     * This type's gateway face for a destination that has chosen a signature profile, which decides what its secrets look like.
     * It shares everything with this one and is not closed by itself.
     */
    default DestinationType signing(Optional<SignatureProfile> profile) {
        return this;
    }

    /** What people see and fill in. */
    Form form();

    /**
     * What keeps these settings from being used, one message a problem, each beginning with the field in lower case:
     * {@code config.url is required}, {@code config.url failed pattern validation}. Empty where all is well.
     */
    default List<String> problems(Settings settings) {
        return form().problems(settings);
    }

    /**
     * Makes the settings to store out of those asked for, when a destination is created or its settings change: generates
     * secrets, works write-only fields off, refuses what the caller may not set. Called again with the same change it gives
     * the same result. {@link Prepared.Ready} settings have no {@link #problems}.
     */
    default Prepared prepare(Change change) {
        var problems = problems(change.wanted());
        return problems.isEmpty() ? new Prepared.Ready(change.wanted()) : new Prepared.Refused(problems);
    }

    /** Stored settings as the API shows them: secrets masked, what has expired left out. */
    default Settings shown(Settings settings, Instant now) {
        return form().masked(settings);
    }

    /** A label that tells one destination of this type from another, as a URL or a queue's name; no secrets. */
    String target(Settings settings);

    /** Where a person may look at the target, as a cloud console's page. */
    default Optional<String> targetUrl(Settings settings) {
        return Optional.empty();
    }

    /**
     * Whether a call may carry several events. {@link #deliver} is then given one delivery whose data is a JSON array of
     * theirs, whose event's id is the call's, and whose metadata have {@link DeliveryMetadata#EVENT_IDS}.
     */
    default boolean takesBatches() {
        return false;
    }

    /** Whether clients that were written for the stock contract can read these settings; matters for its types only. */
    default boolean isStock(Settings settings) {
        return true;
    }
}
