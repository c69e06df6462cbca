package io.spillway.gateway.health;

/** Something in this process whose health is asked for. */
public interface HealthCheck {

    /** As {@code http-server}: unique, and the key in the answer. */
    String name();

    /** Called for each request; must not block. */
    Status check();
}
