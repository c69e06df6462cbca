package io.spillway.payload;

import java.util.Optional;

/** The keys of tenants that this node knows by now; threads may share it. */
@FunctionalInterface
public interface PayloadKeys {

    /** Absent also where a tenant's keys were dropped, because the tenant was erased. */
    Optional<PayloadKey> find(String id);
}
