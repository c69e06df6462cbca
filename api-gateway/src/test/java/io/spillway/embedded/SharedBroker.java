package io.spillway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives tests a {@link TestKafka}: {@code @ExtendWith(SharedBroker.class)}, then a parameter of that type.
 *
 * <p>One broker serves all tests of the JVM; the first test that asks starts it. Each test gets a deployment name of its own,
 * which keeps its topics apart; what is asked for at the level of a class is shared by the tests of the class.
 */
public final class SharedBroker implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedBroker.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestKafka.class;
    }

    @Override
    public TestKafka resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
        Store ofTest = context.getStore(NAMESPACE);
        return ofTest.computeIfAbsent(TestKafka.class, key -> running.forOneTest(), TestKafka.class);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SharedBroker.class);

    private record Running(Path folder, EmbeddedBroker broker, AtomicInteger tests) implements AutoCloseable {

        static Running start() {
            try {
                Path folder = Files.createTempDirectory("spillway-test-broker");
                return new Running(folder, EmbeddedBroker.start(folder), new AtomicInteger());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        TestKafka forOneTest() {
            return new TestKafka(broker.bootstrapServers(), "t" + tests.incrementAndGet());
        }

        /** The last thing in a JVM: a broker that is slow to stop may still write, and what it leaves behind fails no test. */
        @Override
        public void close() {
            broker.close();
            try {
                delete();
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("{} is left behind: {}", folder, e.toString());
            }
        }

        private void delete() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
