package io.spillway.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The page of all settings. */
record Reference(List<String> lines) {

    static final Path FOLDER = Path.of("..");

    private static final Pattern SETTING = Pattern.compile("#([A-Z][A-Z0-9_]*)=.*");

    static Reference read() throws IOException {
        return new Reference(Files.readAllLines(FOLDER.resolve("config.reference.env")));
    }

    List<String> names() {
        return lines.stream()
                .map(SETTING::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
    }

    /** Whether a node would understand it; settings of Kafka's clients are passed through. */
    boolean knows(String name) {
        return names().contains(name) || name.startsWith("KAFKA_");
    }
}
