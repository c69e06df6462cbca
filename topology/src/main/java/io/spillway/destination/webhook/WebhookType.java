package io.spillway.destination.webhook;

import io.spillway.destination.Attempting;
import io.spillway.destination.Change;
import io.spillway.destination.DestinationType;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Prepared;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Delivers an event as a signed POST whose body is the event's data, byte for byte. */
final class WebhookType implements DestinationType {

    static final String TYPE = "webhook";

    private final Form form;
    private final Signing signing;
    private final HttpSender sender;
    private final EgressGuard egress;

    WebhookType(Form form, Signing signing, HttpSender sender, EgressGuard egress) {
        this.form = form;
        this.signing = signing;
        this.sender = sender;
        this.egress = egress;
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
        var problems = new ArrayList<>(form.problems(settings));
        if (problems.isEmpty()) {
            egress.objection(target(settings))
                    .map(objection -> "config.url " + objection)
                    .ifPresent(problems::add);
        }
        problems.addAll(CustomHeaders.problems(settings));
        Secrets.problem(settings, signing).ifPresent(problems::add);
        return problems;
    }

    @Override
    public Prepared prepare(Change change) {
        return switch (Secrets.prepare(change, signing)) {
            case Prepared.Refused refused -> refused;
            case Prepared.Ready(var settings) -> {
                var problems = problems(settings);
                yield problems.isEmpty() ? new Prepared.Ready(settings) : new Prepared.Refused(problems);
            }
        };
    }

    /** Secrets in clear, since whoever may read a destination must be able to set its receiver up; but no expired ones. */
    @Override
    public Settings shown(Settings settings, Instant now) {
        return settings.withCredentials(Secrets.shown(settings.credentials(), now));
    }

    @Override
    public String target(Settings settings) {
        return settings.config().getOrDefault("url", "");
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
            var headers = WebhookHeaders.of(delivery, settings, attempting, signing);
            return sender.post(url, headers, body, attempting.timeout());
        } catch (UnsendableException e) {
            return unusable(e.reason());
        } catch (RuntimeException e) {
            return unusable("the request could not be made");
        }
    }

    @Override
    public void close() {
        sender.close();
    }

    private static Outcome unusable(String message) {
        return new Outcome.Failed(Failure.PROVIDER, message, Optional.empty());
    }
}
