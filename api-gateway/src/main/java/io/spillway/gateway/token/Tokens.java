package io.spillway.gateway.token;

import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.auth.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Believes tokens of the issuers that it knows, and no others. */
public final class Tokens implements Credentials {

    private final Map<String, Issuer> issuers;

    /** @throws IllegalStateException where two have the same name */
    public Tokens(List<Issuer> issuers) {
        this.issuers = issuers.stream().collect(Collectors.toUnmodifiableMap(Issuer::name, Function.identity()));
    }

    @Override
    public Optional<Caller> holder(String token) {
        return Untrusted.read(token)
                .flatMap(
                        read -> Optional.ofNullable(issuers.get(read.issuer())).flatMap(issuer -> issuer.holder(read)));
    }
}
