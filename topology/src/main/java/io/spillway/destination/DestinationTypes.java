package io.spillway.destination;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The destination types of this process, in the order in which the API lists them. */
public final class DestinationTypes implements AutoCloseable {

    /** The types of the REST contract in its order; others follow by name. */
    private static final List<String> STOCK = List.of(
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

    private DestinationTypes(Collection<? extends DestinationType> types) {
        types.stream()
                .sorted(Comparator.comparingInt(DestinationTypes::rank).thenComparing(DestinationType::type))
                .forEach(this::add);
    }

    /** @throws IllegalArgumentException where two bear the same name */
    public static DestinationTypes of(DestinationType... types) {
        return new DestinationTypes(List.of(types));
    }

    /** Starts every {@link DestinationPlugin} on the class path, and all {@link TypeRules} with their {@link CourierPlugin}. */
    public static DestinationTypes load(Surroundings surroundings) {
        var whole = found(DestinationPlugin.class).map(plugin -> plugin.start(surroundings));
        var ruled = found(TypeRules.class)
                .map(rules -> RuledType.of(
                        rules,
                        surroundings,
                        found(CourierPlugin.class)
                                .filter(courier -> courier.type().equals(rules.type()))
                                .findFirst()));
        return new DestinationTypes(Stream.concat(whole, ruled).toList());
    }

    private static <T> Stream<T> found(Class<T> service) {
        return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get);
    }

    public Optional<DestinationType> find(String type) {
        return Optional.ofNullable(types.get(type));
    }

    /** In the order of the API. */
    public List<DestinationType> all() {
        return List.copyOf(types.values());
    }

    /** Whether clients that were written for the stock contract know the type; they fail on a list that holds another. */
    public boolean isStock(DestinationType type) {
        return STOCK.contains(type.type());
    }

    @Override
    public void close() {
        types.values().forEach(DestinationType::close);
    }

    private static int rank(DestinationType type) {
        var place = STOCK.indexOf(type.type());
        return place < 0 ? STOCK.size() : place;
    }

    private void add(DestinationType type) {
        if (types.putIfAbsent(type.type(), type) != null) {
            throw new IllegalArgumentException("two destination types are called " + type.type());
        }
    }
}
