package io.spillway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.wire.PublishBody.Batch;
import io.spillway.wire.PublishBody.Items;
import io.spillway.wire.PublishBody.NoItems;
import java.io.IOException;
import java.util.ArrayList;

/** Finds the items of a batch. */
final class BatchReader {

    private BatchReader() {}

    static Batch read(JsonParser json, byte[] document) throws IOException, BrokenJsonException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BrokenJsonException("invalid_json", "a batch must be a JSON object");
        }
        Batch batch = new NoItems("events is required");
        var seen = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var events = json.currentName().equals("events");
            json.nextToken();
            if (!events) {
                json.skipChildren();
                continue;
            }
            if (seen) {
                throw new BrokenJsonException("invalid_json", "events is there twice");
            }
            seen = true;
            batch = items(json, document);
        }
        return batch;
    }

    private static Batch items(JsonParser json, byte[] document) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return new NoItems("events is required");
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return new NoItems("events must be an array");
        }
        var bodies = new ArrayList<byte[]>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            bodies.add(PublishBody.exactBytes(json, document));
        }
        return new Items(bodies);
    }
}
