package io.spillway.destination.hookdeck;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.TypeRules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A source of a Hookdeck account. Its token, in Base64 {@code <source id>:<secret>}, is judged by its form alone. */
public final class HookdeckRules implements TypeRules {

    private static final Pattern PARTS = Pattern.compile("([A-Za-z0-9_-]+):.+", Pattern.DOTALL);

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
                        token -> source(token).isPresent())
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
        return source(settings.credentials().getOrDefault("token", ""));
    }

    private static Optional<String> source(String token) {
        try {
            var parts = PARTS.matcher(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
            return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
