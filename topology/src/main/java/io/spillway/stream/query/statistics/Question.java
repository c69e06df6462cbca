package io.spillway.stream.query.statistics;

import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What to count, and how to group it.
 *
 * @param granularity absent: all of the span is one bucket, without a time
 * @param dimensions by which groups are told apart
 * @param filters the values of which one is asked for; a dimension that is not here may have any
 */
public record Question(
        Subject subject,
        Span span,
        Optional<Granularity> granularity,
        List<Dimension> dimensions,
        Map<Dimension, Set<String>> filters) {

    public Question {
        dimensions = List.copyOf(dimensions);
        filters = Map.copyOf(filters);
    }

    /** The tenants whose rows can count; an empty set means all. Throws {@link IllegalArgumentException} for what is no tenant's id. */
    public Set<TenantId> tenants() {
        return filters.getOrDefault(Dimension.TENANT_ID, Set.of()).stream()
                .map(TenantId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the answer depends on this property. */
    public boolean uses(Dimension dimension) {
        return dimensions.contains(dimension) || filters.containsKey(dimension);
    }

    public boolean admits(Dimension dimension, String value) {
        var wanted = filters.get(dimension);
        return wanted == null || wanted.contains(value);
    }

    boolean admits(Function<Dimension, String> values) {
        return filters.keySet().stream().allMatch(dimension -> admits(dimension, values.apply(dimension)));
    }

    Group group(Instant time, Function<Dimension, String> values) {
        return new Group(
                granularity.map(width -> width.start(time)),
                dimensions.stream().map(values).toList());
    }
}
