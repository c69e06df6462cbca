package io.spillway.destination;

import java.util.Map;

/**
 * What a destination type is given when it starts.
 *
 * @param variables the process's settings by name, as {@code DESTINATIONS_WEBHOOK_MODE}
 * @param egress the guard that every outgoing connection must pass
 * @param product name and version of the sender, as {@code Spillway/0.1.0}
 */
public record Surroundings(Map<String, String> variables, EgressGuard egress, String product) {

    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /** The process's settings may hold secrets: not shown. */
    @Override
    public String toString() {
        return "Surroundings[" + egress + ", " + product + "]";
    }
}
