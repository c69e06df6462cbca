package io.spillway.destination;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plug-in: what it brings itself comes first, so that two plug-ins may bring two versions of one library; what it
 * shares with the process ({@code io.spillway}, {@code org.slf4j}, {@code org.jspecify}) and what it does not bring comes from the process.
 */
final class PluginLoader extends URLClassLoader {

    private static final List<String> SHARED = List.of("java.", "io.spillway.", "org.slf4j.", "org.jspecify.");

    static {
        registerAsParallelCapable();
    }

    PluginLoader(String name, URL[] jars, ClassLoader process) {
        super("plug-in " + name, jars, process);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            var own = known == null && SHARED.stream().noneMatch(name::startsWith) ? own(name) : known;
            return own == null ? super.loadClass(name, resolve) : own;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        var own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        var resource = getResource(name);
        try {
            return resource == null ? null : resource.openStream();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        var all = Collections.list(findResources(name));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }

    private @Nullable Class<?> own(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
