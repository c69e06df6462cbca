package io.spillway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes which process a folder's child is, so that one that outlived its parent can be found and ended. */
final class PidFile {

    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);
    private static final int WAIT_SECONDS = 5;

    private final String name;
    private final Path folder;

    PidFile(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** The option of the child's command line by which it is told from a stranger that got the same process id later. */
    String mark() {
        return "-Dspillway.child=" + name + "@" + folder;
    }

    void write(long pid) throws IOException {
        Files.writeString(file(), pid + " " + ProcessHandle.current().pid());
    }

    void delete() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", file(), e.toString());
        }
    }

    /**
     * Ends the noted process when it is ours and its parent is gone.
     *
     * @throws StartException when its parent still runs, or it does not end
     */
    void endOrphan() throws IOException {
        Optional<ProcessHandle> child = child();
        if (child.isPresent()) {
            ProcessHandle orphan = child.get();
            refuseWithParent(orphan);
            LOG.info("Ending the {} that an earlier run left behind (process {})", name, orphan.pid());
            end(orphan);
        }
        delete();
    }

    private Optional<ProcessHandle> child() throws IOException {
        if (!Files.exists(file())) {
            return Optional.empty();
        }
        return number(0).flatMap(ProcessHandle::of).filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().filter(line -> line.contains(mark())).isPresent();
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
                    "The %s that an earlier run left behind (process %d) does not end.".formatted(name, orphan.pid()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start of the %s was interrupted.".formatted(name), e);
        }
    }

    private Optional<Long> number(int position) throws IOException {
        String[] numbers = Files.readString(file()).trim().split(" ");
        boolean there = position < numbers.length && numbers[position].matches("[0-9]{1,18}");
        return there ? Optional.of(Long.valueOf(numbers[position])) : Optional.empty();
    }

    private Path file() {
        return folder.resolve(name + ".pid");
    }
}
