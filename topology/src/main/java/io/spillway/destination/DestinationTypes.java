package io.spillway.destination;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The destination types of this process, in the order in which the API lists them. */
public final class DestinationTypes implements AutoCloseable {

    /** The order of the REST contract; types that it does not name follow by name. */
    private static final List<String> ORDER = List.of(
            "webhook",
            "hookdeck",
            "aws_sqs",
            "aws_kinesis",
            "aws_s3",
            "gcp_pubsub",
            "azure_servicebus",
            "rabbitmq",
            "kafka");

    private final Map<String, DestinationType> types = new LinkedHashMap<>();

    private DestinationTypes(Collection<DestinationType> types) {
        types.stream()
                .sorted(Comparator.comparingInt(DestinationTypes::rank).thenComparing(DestinationType::type))
                .forEach(this::add);
    }

    /** @throws IllegalArgumentException where two bear the same name */
    public static DestinationTypes of(DestinationType... types) {
        return new DestinationTypes(List.of(types));
    }

    /** Starts every {@link DestinationPlugin} on the class path. */
    public static DestinationTypes load(Surroundings surroundings) {
        return new DestinationTypes(ServiceLoader.load(DestinationPlugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .map(plugin -> plugin.start(surroundings))
                .toList());
    }

    public Optional<DestinationType> find(String type) {
        return Optional.ofNullable(types.get(type));
    }

    public List<DestinationType> all() {
        return List.copyOf(types.values());
    }

    @Override
    public void close() {
        types.values().forEach(DestinationType::close);
    }

    private static int rank(DestinationType type) {
        var place = ORDER.indexOf(type.type());
        return place < 0 ? ORDER.size() : place;
    }

    private void add(DestinationType type) {
        if (types.putIfAbsent(type.type(), type) != null) {
            throw new IllegalArgumentException("two destination types are called " + type.type());
        }
    }
}
