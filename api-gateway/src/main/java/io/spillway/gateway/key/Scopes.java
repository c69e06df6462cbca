package io.spillway.gateway.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gateway.auth.Scope;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the scopes of a key. */
final class Scopes {

    private Scopes() {}

    static Set<Scope> read(Fields fields) {
        var given = fields.value("scopes").filter(JsonNode::isArray).orElseThrow(Scopes::wrong);
        if (given.isEmpty()) {
            throw wrong();
        }
        return given.valueStream()
                .map(word -> Scope.of(word.asText()).orElseThrow(Scopes::wrong))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static ApiException wrong() {
        return ApiException.invalid(
                List.of("scopes must be an array of read, publish, manage, with at least one of them"));
    }
}
