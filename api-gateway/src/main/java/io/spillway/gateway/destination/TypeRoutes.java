package io.spillway.gateway.destination;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.destination.DestinationType;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Field;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import java.io.IOException;
import java.util.List;

/** Describes the types that a destination can be of, so that a form can be drawn. */
public final class TypeRoutes {

    private static final int OK = 200;

    private final DestinationTypes types;

    public TypeRoutes(DestinationTypes types) {
        this.types = types;
    }

    public void list(Context ctx) {
        Reply.json(ctx, OK, Json.array(types.all(), TypeRoutes::write));
    }

    public void get(Context ctx) {
        var type = types.find(ctx.pathParam("type")).orElseThrow(() -> ApiException.notFound("destination type"));
        Reply.json(ctx, OK, json -> write(json, type));
    }

    private static void write(JsonGenerator json, DestinationType type) throws IOException {
        var form = type.form();
        json.writeStartObject();
        json.writeStringField("type", type.type());
        json.writeStringField("label", form.label());
        json.writeStringField("description", form.description());
        json.writeStringField("icon", form.icon());
        json.writeStringField("instructions", form.instructions());
        write(json, "config_fields", form.configFields());
        write(json, "credential_fields", form.credentialFields());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<Field> fields) throws IOException {
        json.writeFieldName(name);
        Json.array(fields, TypeRoutes::write).write(json);
    }

    private static void write(JsonGenerator json, Field field) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", field.kind().word());
        json.writeStringField("label", field.label());
        json.writeStringField("description", field.description());
        json.writeStringField("key", field.key());
        json.writeBooleanField("required", field.required());
        Json.textIfAny(json, "default", field.fallback());
        writeIfSo(json, "disabled", field.disabled());
        writeIfSo(json, "sensitive", field.sensitive());
        if (field.minLength().isPresent()) {
            json.writeNumberField("minlength", field.minLength().getAsInt());
        }
        if (field.maxLength().isPresent()) {
            json.writeNumberField("maxlength", field.maxLength().getAsInt());
        }
        Json.textIfAny(json, "pattern", field.pattern().map(Object::toString));
        if (!field.options().isEmpty()) {
            json.writeFieldName("options");
            Json.array(field.options(), TypeRoutes::write).write(json);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Field.Option option) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", option.label());
        json.writeStringField("value", option.value());
        json.writeEndObject();
    }

    private static void writeIfSo(JsonGenerator json, String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }
}
