package io.spillway.gateway.destination;

import io.spillway.destination.Change;
import io.spillway.destination.DestinationType;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Opened;
import io.spillway.destination.Prepared;
import io.spillway.destination.Settings;
import io.spillway.destination.Vault;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Sealed;
import io.spillway.domain.SignatureProfile;
import io.spillway.domain.Subscription;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.stream.query.SubscriptionRow;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where settings are clear text: checked and sealed on their way in, opened to be merged, masked to be shown. */
public final class Safe {

    private static final Logger LOG = LoggerFactory.getLogger(Safe.class);

    private final DestinationTypes types;
    private final Vault vault;
    private final SecureRandom random = new SecureRandom();

    /**
     * What somebody would have a destination's settings be.
     *
     * @param settings write-only fields included
     * @param signing the profile that its secrets are for
     */
    record Wish(Settings settings, Optional<SignatureProfile> signing, Caller caller) {}

    public Safe(DestinationTypes types, Vault vault) {
        this.types = types;
        this.vault = vault;
    }

    /**
     * Seals the settings that somebody asks for, once their type has checked and completed them.
     *
     * @param before absent on create
     */
    Sealed seal(DestinationKey owner, String type, Optional<Settings> before, Wish wish) {
        var change = new Change(before, wish.settings(), wish.caller().isAdmin(), Instant.now(), random);
        return switch (type(type).signing(wish.signing()).prepare(change)) {
            case Prepared.Ready(var settings) -> vault.seal(owner, settings);
            case Prepared.Refused(var problems) -> throw ApiException.invalid(problems);
        };
    }

    Settings open(Subscription subscription) {
        return switch (vault.open(subscription.key(), subscription.settings())) {
            case Opened.Readable(var settings) -> settings;
            case Opened.Unreadable(var reason) ->
                throw new ApiException(ErrorCode.INTERNAL, "the destination's settings cannot be read: " + reason);
        };
    }

    public DestinationView view(SubscriptionRow row) {
        var now = Instant.now();
        return new DestinationView(row, shown(row.subscription(), now), now);
    }

    DestinationType type(String type) {
        return types.find(type)
                .orElseThrow(() -> ApiException.invalid("no provider registered for destination type: " + type));
    }

    /** The types whose calls may carry several events. */
    List<String> batchingTypes() {
        return types.all().stream()
                .filter(DestinationType::takesBatches)
                .map(DestinationType::type)
                .toList();
    }

    /** One destination that cannot be opened must not hide the others of a list, so it is shown without its settings. */
    private DestinationView.Shown shown(Subscription subscription, Instant now) {
        return switch (vault.open(subscription.key(), subscription.settings())) {
            case Opened.Readable(var settings) ->
                types.find(subscription.type())
                        .map(type ->
                                shown(type.signing(subscription.policy().call().signing()), settings, now))
                        .orElseGet(() -> nothing(false));
            case Opened.Unreadable(var reason) -> {
                LOG.error(
                        "Settings of destination {} of tenant {}: {}",
                        subscription.id(),
                        subscription.tenant(),
                        reason);
                yield nothing(
                        types.find(subscription.type()).filter(types::isStock).isPresent());
            }
        };
    }

    private DestinationView.Shown shown(DestinationType type, Settings settings, Instant now) {
        var shown = type.shown(settings, now);
        return new DestinationView.Shown(
                shown,
                Optional.of(type.target(settings)).filter(target -> !target.isEmpty()),
                type.targetUrl(settings).filter(url -> !url.isEmpty()),
                types.isStock(type) && type.isStock(settings));
    }

    private static DestinationView.Shown nothing(boolean stock) {
        return new DestinationView.Shown(Settings.NONE, Optional.empty(), Optional.empty(), stock);
    }
}
