package io.spillway.destination.hookdeck;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.TypeRules;
import java.util.List;
import java.util.Optional;

/** A source of a Hookdeck account. Its token, in Base64 {@code <source id>:<secret>}, is judged by its form alone. */
public final class HookdeckRules implements TypeRules {

    @Override
    public String type() {
        return "hookdeck";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return Problems.of(form, settings)
                .check(
                        "credentials.token",
                        "invalid_token_format",
                        token -> HookdeckToken.read(token).isPresent())
                .all();
    }

    @Override
    public String target(Settings settings) {
        return "Hookdeck source " + id(settings).orElse("");
    }

    @Override
    public Optional<String> targetUrl(Settings settings) {
        return id(settings).map(id -> "https://dashboard.hookdeck.com/sources/" + id);
    }

    private static Optional<String> id(Settings settings) {
        return HookdeckToken.read(settings.credentials().getOrDefault("token", ""))
                .map(HookdeckToken::source);
    }
}
