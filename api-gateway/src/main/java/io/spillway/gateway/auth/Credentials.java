package io.spillway.gateway.auth;

import java.util.Optional;

/** One kind of credential, and who holds which. */
@FunctionalInterface
public interface Credentials {

    /** Who holds it; absent where it is none of this kind, or not good. Throws 503 where that cannot be told now. */
    Optional<Caller> holder(String credential);
}
