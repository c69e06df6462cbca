package io.spillway.destination;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Where services are found: on the class path, and in the plug-in folders. Each jar in such a folder is a plug-in of its own,
 * and so is each folder in it with all its jars; no two see each other.
 *
 * <p>The folders are that of the launcher (system property {@code spillway.couriers}), which holds what comes with Spillway,
 * and the operator's ({@code DESTINATIONS_PLUGINS_PATH}). Class loaders stay open, since clients finish behind the back of
 * whoever closed them.
 */
final class Plugins {

    private static final String OPERATORS = "DESTINATIONS_PLUGINS_PATH";
    private static final String JAR = ".jar";

    private final List<PluginLoader> loaders;

    private Plugins(List<PluginLoader> loaders) {
        this.loaders = loaders;
    }

    /** @throws IllegalArgumentException where the operator's folder cannot be read; the message names it */
    static Plugins open(Map<String, String> variables) {
        var loaders = new ArrayList<PluginLoader>();
        var own = System.getProperty("spillway.couriers", "");
        if (!own.isEmpty() && Files.isDirectory(Path.of(own))) {
            loaders.addAll(loaders(Path.of(own)));
        }
        var theirs = variables.getOrDefault(OPERATORS, "");
        if (!theirs.isBlank()) {
            if (!Files.isDirectory(Path.of(theirs))) {
                throw new IllegalArgumentException(OPERATORS + " is not a folder: " + theirs);
            }
            loaders.addAll(loaders(Path.of(theirs)));
        }
        return new Plugins(List.copyOf(loaders));
    }

    /**
     * One of each implementation, those of the class path first.
     *
     * @throws IllegalArgumentException where one cannot be loaded; the message names it
     */
    <T> List<T> find(Class<T> service) {
        var process = Plugins.class.getClassLoader();
        return Stream.concat(Stream.of(process), loaders.stream())
                .flatMap(loader -> found(service, loader).stream())
                .toList();
    }

    /** What a plug-in sees of the process's own services is not its own. */
    private static <T> List<T> found(Class<T> service, ClassLoader loader) {
        try {
            return ServiceLoader.load(service, loader).stream()
                    .filter(provider -> !(loader instanceof PluginLoader)
                            || loader.equals(provider.type().getClassLoader()))
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalArgumentException(loader.getName() + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static List<PluginLoader> loaders(Path folder) {
        return entries(folder).stream()
                .filter(entry -> Files.isDirectory(entry) || isJar(entry))
                .map(entry -> new PluginLoader(
                        entry.toString(),
                        (isJar(entry) ? List.of(entry) : entries(entry))
                                .stream()
                                        .filter(Plugins::isJar)
                                        .map(Plugins::url)
                                        .toArray(URL[]::new),
                        Plugins.class.getClassLoader()))
                .toList();
    }

    private static List<Path> entries(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("the plug-in folder " + folder + " cannot be read", e);
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(JAR) && Files.isRegularFile(path);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every file has a URL", e);
        }
    }
}
