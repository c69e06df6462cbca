package io.spillway.destination;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /**
     * Starts every {@link DestinationPlugin}, and all {@link TypeRules} with their {@link CourierPlugin}, on the class path
     * and in the plug-in folders.
     *
     * @throws IllegalArgumentException where one cannot be started, or two bear the same name
     */
    public static DestinationTypes load(Surroundings surroundings) {
        var plugins = Plugins.open(surroundings.variables());
        var couriers = couriers(plugins);
        var whole = plugins.find(DestinationPlugin.class).stream().map(plugin -> plugin.start(surroundings));
        var ruled = plugins.find(TypeRules.class).stream()
                .map(rules -> RuledType.of(rules, surroundings, Optional.ofNullable(couriers.get(rules.type()))));
        return new DestinationTypes(Stream.concat(whole, ruled).toList());
    }

    private static Map<String, CourierPlugin> couriers(Plugins plugins) {
        return plugins.find(CourierPlugin.class).stream()
                .collect(Collectors.toMap(CourierPlugin::type, Function.identity(), (one, other) -> {
                    throw new IllegalArgumentException("two plug-ins deliver to destinations of type " + one.type());
                }));
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
