package io.spillway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java program in a process of its own, with a folder for its log and for the note of its process id.
 *
 * <p>The program is expected to end with its parent (see {@link WithParent}); one that did not is ended by the next start in
 * the same folder.
 */
final class ChildProcess implements AutoCloseable {

    private static final Duration STOP_AT_MOST = Duration.ofSeconds(4);
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    private final String name;
    private final Process process;
    private final PidFile pidFile;
    private final Path log;

    private ChildProcess(String name, Process process, PidFile pidFile, Path log) {
        this.name = name;
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
    }

    /**
     * Starts a program with the Java that runs this one.
     *
     * @param name what it is called in messages, and how its files begin
     * @param classPath goes into the environment, which keeps the command line short enough to be recognised later
     * @param command options of the JVM, the main class and its arguments
     */
    static ChildProcess start(String name, Path folder, String classPath, List<String> command) {
        try {
            Files.createDirectories(folder);
            PidFile pidFile = new PidFile(name, folder.toAbsolutePath());
            pidFile.endOrphan();
            Path log = folder.resolve(name + ".log");
            if (Files.exists(log)) {
                Files.move(log, folder.resolve(name + ".log.old"), StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.add(pidFile.mark());
            line.addAll(command);
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(Map.of("CLASSPATH", classPath));
            Process process = builder.start();
            pidFile.write(process.pid());
            return new ChildProcess(name, process, pidFile, log);
        } catch (IOException e) {
            throw new StartException("The %s cannot be started in %s: %s.".formatted(name, folder, e), e);
        }
    }

    /**
     * Waits until the program is of use; ends it when it is not in time.
     *
     * @throws StartException when the program ended or the time is over
     */
    void awaitReady(BooleanSupplier ready, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    pidFile.delete();
                    throw new StartException("The %s ended while it was starting (exit code %d); its log is %s."
                            .formatted(name, process.exitValue(), log));
                }
                if (System.nanoTime() - end > 0) {
                    kill();
                    throw new StartException("The %s did not answer within %d s; its log is %s."
                            .formatted(name, atMost.toSeconds(), log));
                }
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new StartException("The start of the %s was interrupted.".formatted(name), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    /** Sends a signal by its short name, as {@code STOP}. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("There is no kill command on this system", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the program without giving it a chance to tidy up (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        await(STOP_AT_MOST);
        pidFile.delete();
    }

    /** Asks the program to end, and ends it when it has not after four seconds. */
    @Override
    public void close() {
        process.destroy();
        if (!await(STOP_AT_MOST)) {
            process.destroyForcibly();
            await(Duration.ofSeconds(1));
        }
        pidFile.delete();
    }

    private boolean await(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
