package io.spillway.gateway.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** So many in a time, be it all at once. */
public record Rate(int count, Duration period) {

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})/([smh])");

    /**
     * Reads {@code 100/s}, {@code 240/m} or {@code 5000/h}; empty text is no rate.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Optional<Rate> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var rate = TEXT.matcher(text);
        if (!rate.matches()) {
            throw new IllegalArgumentException("no rate");
        }
        return Optional.of(new Rate(Integer.parseInt(rate.group(1)), period(rate.group(2))));
    }

    private static Duration period(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
    }
}
