package io.spillway.gateway.destination;

import io.spillway.destination.transform.Reading;
import io.spillway.destination.transform.Transformer;
import io.spillway.domain.Policy;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import java.util.List;

/** Checks a transformation before it is saved. */
public final class Transforms {

    private final Transformer transformer;

    public Transforms(Transformer transformer) {
        this.transformer = transformer;
    }

    /** Refuses an expression that cannot be read, with the position of its first mistake; one that was there before is not read again. */
    void require(TenantId tenant, Policy before, Policy after) {
        after.call()
                .transform()
                .filter(expression ->
                        !after.call().transform().equals(before.call().transform()))
                .ifPresent(expression -> require(tenant, expression));
    }

    private void require(TenantId tenant, String expression) {
        switch (transformer.read(tenant, expression)) {
            case Reading.Legible ignored -> {}
            case Reading.Illegible(var problem) ->
                throw ApiException.invalid(List.of("transform.jsonata cannot be used: " + problem));
            case Reading.Unread(var reason) ->
                throw ApiException.unavailable("transform.jsonata was not checked: " + reason);
        }
    }
}
