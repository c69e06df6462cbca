package io.spillway.destination;

import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.util.List;
import java.util.Optional;

/** A destination type put together of its rules, its form and its courier. */
record RuledType(TypeRules rules, Form form, EgressGuard egress, Courier courier) implements DestinationType {

    /** @param courier absent where neither the class path nor a plug-in delivers to this type */
    static RuledType of(TypeRules rules, Surroundings surroundings, Optional<CourierPlugin> courier) {
        return new RuledType(
                rules,
                FormFiles.read(rules.getClass(), rules.type(), surroundings.variables()),
                surroundings.egress(),
                courier.map(plugin -> plugin.start(surroundings)).orElseGet(() -> nobody(rules.type())));
    }

    static Courier nobody(String type) {
        var sentence = "this deployment cannot deliver to destinations of type " + type;
        return (delivery, settings, attempting) -> new Outcome.Failed(Failure.PROVIDER, sentence, Optional.empty());
    }

    @Override
    public String type() {
        return rules.type();
    }

    @Override
    public List<String> problems(Settings settings) {
        return rules.problems(form, settings, egress);
    }

    @Override
    public Prepared prepare(Change change) {
        var settled = rules.settled(change.wanted());
        var problems = problems(settled);
        return problems.isEmpty() ? new Prepared.Ready(settled) : new Prepared.Refused(problems);
    }

    @Override
    public String target(Settings settings) {
        return rules.target(settings);
    }

    @Override
    public Optional<String> targetUrl(Settings settings) {
        return rules.targetUrl(settings);
    }

    @Override
    public boolean isStock(Settings settings) {
        return rules.isStock(settings);
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        return courier.deliver(delivery, settings, attempting);
    }

    @Override
    public void close() {
        courier.close();
    }
}
