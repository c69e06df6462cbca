package io.spillway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The publish body of the REST contract, which is also the shape of plain JSON on {@code events}. */
public sealed interface PublishBody {

    /**
     * What the body says; fields that it does not name, names as {@code null}, or (ids and topic) as an empty string are absent.
     *
     * @param data the exact bytes of the object
     * @param malformed what is wrong with the fields that are there
     */
    record Fields(
            Optional<TenantId> tenant,
            Optional<EventId> id,
            Optional<String> topic,
            Optional<Instant> time,
            Map<String, String> metadata,
            Optional<Data.Inline> data,
            boolean eligibleForRetry,
            Optional<DestinationId> destination,
            List<Problem> malformed)
            implements PublishBody {

        public Fields {
            metadata = Map.copyOf(metadata);
            malformed = List.copyOf(malformed);
        }

        /** What a REST client must mend: the strings of a 422's {@code data}; empty where all is well. */
        public List<String> problems() {
            var problems = new ArrayList<String>();
            if (tenant.isEmpty() && !saysOf("tenant_id")) {
                problems.add("tenant_id is required");
            }
            if (data.isEmpty() && !saysOf("data")) {
                problems.add("data is required");
            }
            malformed.forEach(problem -> problems.add(problem.sentence()));
            return problems;
        }

        /** Whether a field is of another JSON type than it must be: to the contract the body is no valid JSON then. */
        public boolean mistyped() {
            return malformed.stream().anyMatch(Problem::ofType);
        }

        private boolean saysOf(String field) {
            return malformed.stream().anyMatch(problem -> problem.sentence().startsWith(field + " "));
        }
    }

    /**
     * What is wrong with a field.
     *
     * @param sentence in the contract's words, beginning with the field's name
     * @param ofType whether the value is of another JSON type than it must be
     */
    record Problem(String sentence, boolean ofType) {}

    /**
     * It is not a JSON object (REST: 422, {@code invalid JSON}).
     *
     * @param cause {@code invalid_utf8} or {@code invalid_json}
     * @param detail one sentence
     */
    record Broken(String cause, String detail) implements PublishBody, Batch {}

    /** The body of a batch, cut into the bodies of its events. */
    sealed interface Batch {}

    /** The exact bytes of each item, in order; what is wrong inside an item is found when it is read. */
    record Items(List<byte[]> bodies) implements Batch {}

    /** The object has no array {@code events}; {@code problem} in the contract's words. */
    record NoItems(String problem) implements Batch {}

    /** Reads one body. */
    static PublishBody read(byte[] bytes) {
        try {
            return StrictJson.read(bytes, json -> new PublishBodyReader(json, bytes).read());
        } catch (BrokenJsonException e) {
            return new Broken(e.word(), e.detail());
        }
    }

    /** Cuts {@code {"events": [body, ...]}} into its items. */
    static Batch batch(byte[] bytes) {
        try {
            return StrictJson.readLoosely(bytes, json -> BatchReader.read(json, bytes));
        } catch (BrokenJsonException e) {
            return new Broken(e.word(), e.detail());
        }
    }

    /** The bytes of the value at whose first token the parser stands; afterwards it stands at its last. */
    static byte[] exactBytes(JsonParser json, byte[] document) throws IOException {
        var from = (int) json.currentTokenLocation().getByteOffset();
        if (json.currentToken() == JsonToken.START_OBJECT || json.currentToken() == JsonToken.START_ARRAY) {
            json.skipChildren();
        } else {
            json.finishToken();
        }
        return Arrays.copyOfRange(document, from, (int) json.currentLocation().getByteOffset());
    }
}
