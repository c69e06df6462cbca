package io.spillway.embedded;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

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

    private record Running(TestFolder folder, EmbeddedBroker broker, AtomicInteger tests) implements AutoCloseable {

        static Running start() {
            var folder = new TestFolder("spillway-test-broker");
            return new Running(folder, EmbeddedBroker.start(folder.path(), 0, TestPatience.AMPLE), new AtomicInteger());
        }

        TestKafka forOneTest() {
            return new TestKafka(broker.bootstrapServers(), "t" + tests.incrementAndGet());
        }

        @Override
        public void close() {
            broker.close();
            folder.close();
        }
    }
}
