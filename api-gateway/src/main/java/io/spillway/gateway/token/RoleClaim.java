package io.spillway.gateway.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.Optional;

/** How a token says what its holder may do. */
sealed interface RoleClaim {

    /** It says nothing of it: whoever has a token is a manager. */
    record Everybody() implements RoleClaim {

        @Override
        public Optional<Role> of(JWTClaimsSet claims) {
            return Optional.of(Role.MANAGER);
        }
    }

    /** By the claim of this name, {@code viewer}, {@code manager} or {@code owner}; a token without it is not believed. */
    record Named(String claim) implements RoleClaim {

        @Override
        public Optional<Role> of(JWTClaimsSet claims) throws ParseException {
            return Optional.ofNullable(claims.getStringClaim(claim)).flatMap(Role::of);
        }
    }

    /** @param claim absent: tokens say nothing of it */
    static RoleClaim of(Optional<String> claim) {
        return claim.<RoleClaim>map(Named::new).orElseGet(Everybody::new);
    }

    Optional<Role> of(JWTClaimsSet claims) throws ParseException;
}
