package io.spillway.load.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A small disk that can be full, in memory. Mounting takes root. */
public final class Tmpfs implements AutoCloseable {

    private final Path folder;

    private Tmpfs(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts it.
     *
     * @return empty where this user or system may not mount
     */
    public static Optional<Tmpfs> mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(mebibytes), "spillway-faults", folder.toString())
                ? Optional.of(new Tmpfs(folder))
                : Optional.empty();
    }

    public Path folder() {
        return folder;
    }

    /** Makes it another size; what is on it stays. */
    public void resize(int mebibytes) throws IOException, InterruptedException {
        if (!run("mount", "-o", "remount,size=%dm".formatted(mebibytes), folder.toString())) {
            throw new IOException(folder + " cannot be made larger");
        }
    }

    @Override
    public void close() {
        try {
            run("umount", folder.toString());
        } catch (IOException e) {
            throw new IllegalStateException(folder + " stays mounted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // There is no such command.
            return false;
        }
    }
}
