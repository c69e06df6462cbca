package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildFolderIT {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    private Process parent;
    private ProcessHandle child;

    /** Starts a child that ends with its parent, and waits for ever. */
    static final class Parent {

        public static void main(String[] arguments) throws Exception {
            ChildFolder.claim("sleeper", Path.of(arguments[0]))
                    .start(CLASS_PATH, List.of(WithParent.class.getName(), Sleeper.class.getName()));
            Thread.sleep(Duration.ofHours(1));
        }
    }

    /** Waits for ever. */
    public static final class Sleeper {

        public static void main(String[] arguments) throws Exception {
            System.out.println("asleep");
            Thread.sleep(Duration.ofHours(1));
        }
    }

    @BeforeEach
    void startParentAndChild() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Parent.class.getName(),
                folder.toString());
        builder.environment().put("CLASSPATH", CLASS_PATH);
        parent = builder.inheritIO().start();
        Path log = folder.resolve("sleeper.log");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(log) && Files.readString(log).contains("asleep"));
        child = ProcessHandle.of(parent.children().findFirst().orElseThrow().pid())
                .orElseThrow();
    }

    @AfterEach
    void endBoth() {
        parent.destroyForcibly();
        child.destroyForcibly();
    }

    @Test
    void shouldEndChildWhoseParentWasKilled() {
        // when
        parent.destroyForcibly();

        // then
        await().until(() -> !child.isAlive());
    }

    @Test
    void shouldEndLeftoverAtTheNextStart() throws Exception {
        // given
        signal("STOP", child.pid());
        parent.destroyForcibly().waitFor();
        assertThat(child.isAlive()).isTrue();

        // when
        ChildFolder.claim("sleeper", folder);

        // then
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void shouldNotTakeTheChildOfSomebodyWhoRuns() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> ChildFolder.claim("sleeper", folder))
                .withMessage(
                        "The sleeper of %s belongs to process %d, which still runs: stop it first.",
                        folder, parent.pid());
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void shouldSpareStrangersWithTheNotedProcessId(@TempDir Path otherFolder) throws IOException {
        // given
        Files.writeString(otherFolder.resolve("sleeper.pid"), child.pid() + " 1");

        // when
        ChildFolder.claim("sleeper", otherFolder);

        // then
        assertThat(child.isAlive()).isTrue();
    }

    private static void signal(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }
}
