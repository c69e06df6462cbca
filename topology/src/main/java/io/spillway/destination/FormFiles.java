package io.spillway.destination;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.destination.Field.Looks;
import io.spillway.destination.Field.Option;
import io.spillway.destination.Field.Rules;
import io.spillway.destination.Field.Words;
import io.spillway.destination.Form.Presentation;
import io.spillway.destination.Form.SetupLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads forms from files: {@code metadata.json}, {@code instructions.md} and {@code icon.svg} in a folder for each type,
 * {@code /destinations/<type>/} on the class path. {@code DESTINATIONS_METADATA_PATH} may hold folders of the same names,
 * whose files replace what people read (label, description, icon, instructions, setup link), but no field and no rule.
 */
public final class FormFiles {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<List<JsonNode>> NODES = new TypeReference<>() {};
    private static final String METADATA = "metadata.json";
    private static final String INSTRUCTIONS = "instructions.md";
    private static final String ICON = "icon.svg";

    private final Class<?> owner;
    private final String type;
    private final Optional<Path> replacements;

    private FormFiles(Class<?> owner, String type, Optional<Path> replacements) {
        this.owner = owner;
        this.type = type;
        this.replacements = replacements;
    }

    /**
     * The form of a type.
     *
     * @param owner a class of the jar that holds the files
     * @throws IllegalArgumentException where a file of the operator cannot be used; the message names it
     */
    public static Form read(Class<?> owner, String type, Map<String, String> variables) {
        var folder = Optional.of(variables.getOrDefault("DESTINATIONS_METADATA_PATH", ""))
                .filter(path -> !path.isBlank())
                .map(Path::of);
        if (folder.filter(path -> !Files.isDirectory(path)).isPresent()) {
            throw new IllegalArgumentException("DESTINATIONS_METADATA_PATH is not a folder: " + folder.get());
        }
        return new FormFiles(owner, type, folder.map(path -> path.resolve(type))).form();
    }

    private Form form() {
        var own = parsed("/destinations/" + type + "/" + METADATA, resource(METADATA));
        return new Form(presentation(own), fields(own.path("config_fields")), fields(own.path("credential_fields")));
    }

    private Presentation presentation(JsonNode own) {
        var theirs = replacement(METADATA)
                .map(text -> parsed(String.valueOf(replacements.map(folder -> folder.resolve(METADATA))), text))
                .orElseGet(JSON::createObjectNode);
        return new Presentation(
                text(theirs, "label").or(() -> text(own, "label")).orElse(type),
                text(theirs, "description").or(() -> text(own, "description")).orElse(""),
                replacement(ICON)
                        .or(() -> text(theirs, "icon"))
                        .orElseGet(() -> resource(ICON))
                        .strip(),
                replacement(INSTRUCTIONS).orElseGet(() -> resource(INSTRUCTIONS)),
                link(theirs).or(() -> link(own)));
    }

    private Optional<String> replacement(String file) {
        return replacements
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .map(path -> {
                    try {
                        return Files.readString(path);
                    } catch (IOException e) {
                        throw new IllegalArgumentException(
                                "DESTINATIONS_METADATA_PATH: " + path + " cannot be read", e);
                    }
                });
    }

    private String resource(String file) {
        try (var in = owner.getResourceAsStream("/destinations/" + type + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException("destination type " + type + " has no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String file, String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<Field> fields(JsonNode fields) {
        return JSON.convertValue(fields.isMissingNode() ? JSON.createArrayNode() : fields, NODES).stream()
                .map(FormFiles::field)
                .toList();
    }

    private static Field field(JsonNode node) {
        return new Field(
                Field.Kind.valueOf(node.path("type").asText("text").toUpperCase(java.util.Locale.ROOT)),
                node.required("key").textValue(),
                new Words(
                        node.required("label").textValue(),
                        node.required("description").textValue()),
                new Rules(
                        node.path("required").booleanValue(),
                        number(node, "minlength"),
                        number(node, "maxlength"),
                        text(node, "pattern").map(Pattern::compile),
                        options(node.path("options"))),
                new Looks(
                        text(node, "default"),
                        node.path("disabled").booleanValue(),
                        node.path("sensitive").booleanValue(),
                        node.path("hidden").booleanValue()));
    }

    private static List<Option> options(JsonNode options) {
        return options.valueStream()
                .map(option -> new Option(
                        option.required("label").textValue(),
                        option.required("value").textValue()))
                .toList();
    }

    private static OptionalInt number(JsonNode node, String name) {
        return node.has(name) ? OptionalInt.of(node.path(name).intValue()) : OptionalInt.empty();
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue());
    }

    private static Optional<SetupLink> link(JsonNode node) {
        var link = node.path("setup_link");
        return text(link, "href")
                .map(href -> new SetupLink(href, text(link, "cta").orElse(href)));
    }
}
