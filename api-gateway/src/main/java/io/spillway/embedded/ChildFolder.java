package io.spillway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a child process: its log, and a note of its process id, so that a child that outlived its parent can be found
 * and ended.
 */
final class ChildFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ChildFolder.class);
    private static final int WAIT_SECONDS = 5;

    private final String name;
    private final Path folder;

    private ChildFolder(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * Makes the folder where it is missing and ends the child that an earlier run left behind; after that its port is free.
     *
     * @param name what the child is called in messages, and how its files begin
     * @throws StartException when the parent of the noted child still runs, or the child does not end
     */
    static ChildFolder claim(String name, Path folder) {
        ChildFolder claimed = new ChildFolder(name, folder.toAbsolutePath());
        try {
            Files.createDirectories(folder);
            claimed.endOrphan();
        } catch (IOException e) {
            throw new StartException("The folder %s of the %s cannot be used: %s.".formatted(folder, name, e), e);
        }
        return claimed;
    }

    /**
     * Starts a program with the Java that runs this one.
     *
     * @param classPath goes into the environment, which keeps the command line short enough to be recognised later
     * @param command options of the JVM, the main class and its arguments
     */
    ChildProcess start(String classPath, List<String> command) {
        return start(classPath, command, Map.of());
    }

    /** The same with more in its environment, which no list of processes shows. */
    ChildProcess start(String classPath, List<String> command, Map<String, String> environment) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add(mark());
        line.addAll(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(freshLog().toFile());
            builder.environment().putAll(environment);
            builder.environment().put("CLASSPATH", classPath);
            Process process = builder.start();
            Files.writeString(
                    note(), process.pid() + " " + ProcessHandle.current().pid());
            return new ChildProcess(this, process);
        } catch (IOException e) {
            throw new StartException("The %s cannot be started in %s: %s.".formatted(name, folder, e), e);
        }
    }

    /**
     * A class path with {@link WithParent} and nothing else: ours would put our libraries in front of the child's.
     *
     * @throws StartException when it cannot be written
     */
    Path launcher() {
        String name = WithParent.class.getName().replace('.', '/') + ".class";
        Path root = folder.resolve("launcher");
        try (InputStream bytes = WithParent.class.getClassLoader().getResourceAsStream(name)) {
            Path target = root.resolve(name);
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(Objects.requireNonNull(bytes), target, StandardCopyOption.REPLACE_EXISTING);
            return root;
        } catch (IOException e) {
            throw new StartException("The folder %s cannot be written: %s.".formatted(root, e), e);
        }
    }

    /** What the child is called in messages. */
    String name() {
        return name;
    }

    Path log() {
        return folder.resolve(name + ".log");
    }

    /** Forgets the child, which has ended. */
    void forget() {
        try {
            Files.deleteIfExists(note());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", note(), e.toString());
        }
    }

    private Path freshLog() throws IOException {
        if (Files.exists(log())) {
            Files.move(log(), folder.resolve(name + ".log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log();
    }

    // The option of the child's command line that tells it from a stranger who got the same process id later.
    private String mark() {
        return "-Dspillway.child=" + name + "@" + folder;
    }

    private void endOrphan() throws IOException {
        Optional<ProcessHandle> child = child();
        if (child.isPresent()) {
            refuseWithParent(child.get());
            LOG.info(
                    "Ending the {} that an earlier run left behind (process {})",
                    name,
                    child.get().pid());
            end(child.get());
        }
        forget();
    }

    private Optional<ProcessHandle> child() throws IOException {
        if (!Files.exists(note())) {
            return Optional.empty();
        }
        return number(0).flatMap(ProcessHandle::of).filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(mark()))
                .isPresent();
    }

    private void refuseWithParent(ProcessHandle child) throws IOException {
        Optional<Long> parent = number(1);
        if (parent.isPresent() && child.parent().map(ProcessHandle::pid).equals(parent)) {
            throw new StartException("The %s of %s belongs to process %d, which still runs: stop it first."
                    .formatted(name, folder, parent.get()));
        }
    }

    private void end(ProcessHandle orphan) {
        orphan.destroyForcibly();
        try {
            orphan.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException(
                    "The %s that an earlier run left behind (process %d) does not end.".formatted(name, orphan.pid()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start of the %s was interrupted.".formatted(name), e);
        }
    }

    private Optional<Long> number(int position) throws IOException {
        String[] numbers = Files.readString(note()).trim().split(" ");
        boolean there = position < numbers.length && numbers[position].matches("[0-9]{1,18}");
        return there ? Optional.of(Long.valueOf(numbers[position])) : Optional.empty();
    }

    private Path note() {
        return folder.resolve(name + ".pid");
    }
}
