package io.spillway.destination.hookdeck;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a source's token says: in Base64 {@code <source id>:<secret>}. */
record HookdeckToken(String source, String secret) {

    private static final Pattern PARTS = Pattern.compile("([A-Za-z0-9_-]+):(.+)", Pattern.DOTALL);

    static Optional<HookdeckToken> read(String token) {
        try {
            var parts = PARTS.matcher(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
            return parts.matches() ? Optional.of(new HookdeckToken(parts.group(1), parts.group(2))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "HookdeckToken[" + source + "]";
    }
}
