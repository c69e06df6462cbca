package io.spillway.gateway.destination;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.destination.DestinationType;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Field;
import io.spillway.destination.Form;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Describes the types that a destination can be of, so that a form can be drawn. */
public final class TypeRoutes {

    private static final int OK = 200;

    private final DestinationTypes types;

    public TypeRoutes(DestinationTypes types) {
        this.types = types;
    }

    /** Types that clients of the stock contract do not know are listed for those who ask for them. */
    public void list(Context ctx) {
        var all = AllTypes.wanted(ctx);
        var listed =
                types.all().stream().filter(type -> all || types.isStock(type)).toList();
        Reply.json(ctx, OK, Json.array(listed, TypeRoutes::write));
    }

    public void get(Context ctx) {
        var type = types.find(ctx.pathParam("type")).orElseThrow(() -> ApiException.notFound("destination type"));
        Reply.json(ctx, OK, json -> write(json, type));
    }

    private static void write(JsonGenerator json, DestinationType type) throws IOException {
        var form = type.form();
        var words = form.presentation();
        json.writeStartObject();
        json.writeStringField("type", type.type());
        json.writeStringField("label", words.label());
        json.writeStringField("description", words.description());
        json.writeStringField("icon", words.icon());
        json.writeStringField("instructions", words.instructions());
        if (words.setupLink().isPresent()) {
            write(json, words.setupLink().get());
        }
        write(json, "config_fields", form.configFields());
        write(json, "credential_fields", form.credentialFields());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<Field> fields) throws IOException {
        json.writeFieldName(name);
        var visible = fields.stream().filter(field -> !field.looks().hidden()).toList();
        Json.array(visible, TypeRoutes::write).write(json);
    }

    private static void write(JsonGenerator json, Form.SetupLink link) throws IOException {
        json.writeObjectFieldStart("setup_link");
        json.writeStringField("href", link.href());
        json.writeStringField("cta", link.cta());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Field field) throws IOException {
        var rules = field.rules();
        var looks = field.looks();
        json.writeStartObject();
        json.writeStringField("type", field.kind().word());
        json.writeStringField("label", field.words().label());
        json.writeStringField("description", field.words().description());
        json.writeStringField("key", field.key());
        json.writeBooleanField("required", rules.required());
        Json.textIfAny(json, "default", looks.fallback());
        writeIfSo(json, "disabled", looks.disabled());
        writeIfSo(json, "sensitive", looks.sensitive());
        writeIfAny(json, "minlength", rules.minLength());
        writeIfAny(json, "maxlength", rules.maxLength());
        Json.textIfAny(json, "pattern", rules.pattern().map(Object::toString));
        if (!rules.options().isEmpty()) {
            json.writeFieldName("options");
            Json.array(rules.options(), TypeRoutes::write).write(json);
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

    private static void writeIfAny(JsonGenerator json, String name, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.getAsInt());
        }
    }
}
