package io.spillway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of what outlives a test class, deleted with all that is in it. */
public record TestFolder(Path path) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TestFolder.class);

    public TestFolder(String prefix) {
        this(created(prefix));
    }

    private static Path created(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last thing: a broker that is slow to stop may still write, and what it leaves behind fails no test. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} is left behind: {}", path, e.toString());
        }
    }
}
