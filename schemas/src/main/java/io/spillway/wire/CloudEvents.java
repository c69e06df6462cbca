package io.spillway.wire;

import com.fasterxml.jackson.core.JsonToken;
import io.spillway.wire.PublishBody.Batch;
import io.spillway.wire.PublishBody.Broken;
import io.spillway.wire.PublishBody.Items;
import java.util.ArrayList;
import java.util.Map;

/**
 * CloudEvents 1.0 as publish bodies: {@code id} stays, {@code type} is the topic, {@code source} and {@code subject} become
 * metadata, and the extension {@code tenantid} names the tenant. The data is a JSON object, kept byte for byte.
 */
public final class CloudEvents {

    private CloudEvents() {}

    /** One event in the JSON format ({@code application/cloudevents+json}). */
    public static PublishBody structured(byte[] body) {
        try {
            return StrictJson.read(body, json -> new CloudEventReader().read(json, body));
        } catch (BrokenJsonException e) {
            return new Broken(e.word(), e.detail());
        }
    }

    /** An array of such events ({@code application/cloudevents-batch+json}), cut into its items. */
    public static Batch batch(byte[] body) {
        try {
            return StrictJson.readLoosely(body, json -> {
                if (json.nextToken() != JsonToken.START_ARRAY) {
                    throw new BrokenJsonException("invalid_json", "a batch must be a JSON array");
                }
                var items = new ArrayList<byte[]>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(PublishBody.exactBytes(json, body));
                }
                return new Items(items);
            });
        } catch (BrokenJsonException e) {
            return new Broken(e.word(), e.detail());
        }
    }

    /**
     * An event whose data are a whole HTTP body.
     *
     * @param attributes by name, as {@code id}; {@code datacontenttype} is the body's content type
     */
    public static PublishBody binary(Map<String, String> attributes, byte[] body) {
        var reader = new CloudEventReader();
        attributes.forEach(reader::attribute);
        try {
            return reader.read(body);
        } catch (BrokenJsonException e) {
            return new Broken(e.word(), e.detail());
        }
    }
}
