package io.spillway.gateway.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.DeliveryEntry;
import io.spillway.gateway.delivery.DeliveryView;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.util.Optional;

/**
 * A dead letter as the API shows it.
 *
 * @param last the attempt after which it died; absent where it was never tried
 */
record DeadLetterView(DeliveryEntry letter, Optional<Json.Part> last) {

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        new DeliveryView(letter, Optional.empty()).writeFields(json);
        json.writeStringField("cause", letter.reason().orElse(""));
        if (last.isPresent()) {
            json.writeFieldName("last_attempt");
            last.get().write(json);
        }
        Json.time(json, "died_at", letter.diedAt().orElse(letter.updatedAt()));
        json.writeEndObject();
    }
}
