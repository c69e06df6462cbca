package io.spillway.destination.webhook;

import io.spillway.destination.Attempting;
import io.spillway.destination.Change;
import io.spillway.destination.DestinationType;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Prepared;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.SignatureProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Delivers an event as a signed POST whose body is the event's data, byte for byte. */
final class WebhookType implements DestinationType {

    static final String TYPE = "webhook";

    private final Form form;
    private final Profiles profiles;
    private final Endpoints endpoints;
    private final EgressGuard egress;
    private final Optional<SignatureProfile> profile;

    WebhookType(Form form, Profiles profiles, HttpSender sender, EgressGuard egress) {
        this(form, profiles, new Endpoints(sender), egress, Optional.empty());
    }

    private WebhookType(
            Form form, Profiles profiles, Endpoints endpoints, EgressGuard egress, Optional<SignatureProfile> profile) {
        this.form = form;
        this.profiles = profiles;
        this.endpoints = endpoints;
        this.egress = egress;
        this.profile = profile;
    }

    @Override
    public DestinationType signing(Optional<SignatureProfile> chosen) {
        return new WebhookType(form, profiles, endpoints, egress, chosen);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public List<String> problems(Settings settings) {
        var checked = Problems.of(form, settings).reach("config.url", egress);
        AuthMode.check(checked, settings, egress);
        var problems = new ArrayList<>(checked.all());
        problems.addAll(CustomHeaders.problems(settings));
        secrets().problem(settings.credentials()).ifPresent(problems::add);
        return problems;
    }

    @Override
    public Prepared prepare(Change change) {
        return switch (secrets().prepare(change)) {
            case Prepared.Refused refused -> refused;
            case Prepared.Ready(var settings) -> {
                var credentials = new HashMap<>(AuthMode.kept(change.wanted().credentials()));
                credentials.putAll(settings.credentials());
                var prepared = settings.withCredentials(credentials);
                var problems = problems(prepared);
                yield problems.isEmpty() ? new Prepared.Ready(prepared) : new Prepared.Refused(problems);
            }
        };
    }

    /** Signing secrets in clear, since whoever may read a destination must be able to set its receiver up; but no expired ones. */
    @Override
    public Settings shown(Settings settings, Instant now) {
        var masked = form.masked(settings);
        return masked.withCredentials(secrets().shown(masked.credentials(), now));
    }

    @Override
    public String target(Settings settings) {
        return settings.config().getOrDefault("url", "");
    }

    @Override
    public boolean takesBatches() {
        return true;
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        try {
            var url = HttpUrl.parse(target(settings));
            if (url == null) {
                return unusable("the destination's URL cannot be used");
            }
            // The socket refuses forbidden addresses by itself; this refuses URLs that others read as another address.
            var objection = egress.objection(target(settings));
            if (objection.isPresent()) {
                return new Outcome.Failed(Failure.BLOCKED, "the URL " + objection.get(), Optional.empty());
            }
            if (!(delivery.event().data() instanceof Data.Inline(var body))) {
                return unusable("the event's data are not at hand");
            }
            var signing = profiles.of(delivery.target().options().signing());
            var headers = WebhookHeaders.of(delivery, settings, attempting, signing);
            return endpoints.call(
                    EndpointAuth.of(settings.credentials()),
                    new Endpoints.Post(url, headers, body, CustomHeaders.secrets(settings)),
                    attempting.timeout());
        } catch (UnsendableException e) {
            return unusable(e.reason());
        } catch (RuntimeException e) {
            return unusable("the request could not be made");
        }
    }

    @Override
    public void close() {
        endpoints.close();
    }

    private Secrets secrets() {
        return new Secrets(profiles.of(profile).secrets());
    }

    private static Outcome unusable(String message) {
        return new Outcome.Failed(Failure.PROVIDER, message, Optional.empty());
    }
}
