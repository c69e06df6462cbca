package io.spillway.destination;

import java.util.List;
import java.util.Optional;

/**
 * What a destination type's settings must be, beyond what the fields of its form say, and how they are labelled. Its
 * deliveries are a {@link CourierPlugin}'s business, which may come from elsewhere or be missing.
 *
 * <p>An implementation is public, has a public constructor without arguments, is named in
 * {@code META-INF/services/io.spillway.destination.TypeRules}, and has its form in {@link FormFiles}. It holds nothing.
 */
public interface TypeRules {

    /** The word for the type in the API, as {@code aws_sqs}: lower-case letters, digits and underscores. */
    String type();

    /** The settings as they are stored: spellings made one, defaults filled in. */
    default Settings settled(Settings wanted) {
        return wanted;
    }

    /** As {@link DestinationType#problems}. */
    default List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return form.problems(settings);
    }

    /** As {@link DestinationType#target}. */
    String target(Settings settings);

    /** As {@link DestinationType#targetUrl}. */
    default Optional<String> targetUrl(Settings settings) {
        return Optional.empty();
    }

    /** As {@link DestinationType#isStock}. */
    default boolean isStock(Settings settings) {
        return true;
    }
}
