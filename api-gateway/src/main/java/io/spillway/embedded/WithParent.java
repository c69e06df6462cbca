package io.spillway.embedded;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs a main class that ends when its parent does, even when the parent was killed: a parent holds the other end of the
 * standard input, and the system closes it with the parent.
 *
 * <p>It is copied alone onto the class path of other people's servers, so it uses nothing but the JDK.
 */
final class WithParent {

    static final String FLAG = "--with-parent";

    private static final Duration STOP_AT_MOST = Duration.ofSeconds(3);

    private WithParent() {}

    /**
     * Runs another main class.
     *
     * @param arguments the name of the main class, then its arguments
     */
    public static void main(String[] arguments) throws Throwable {
        endWhenInputEnds();
        // By name, since the main class belongs to a server that is not there when this is compiled.
        MethodHandles.publicLookup()
                .findStatic(Class.forName(arguments[0]), "main", MethodType.methodType(void.class, String[].class))
                .invokeExact(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    static void endWhenInputEnds() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            readToEnd();
            Thread.ofPlatform().daemon().name("parent-gone").start(WithParent::haltLater);
            System.exit(0);
        });
    }

    private static void readToEnd() {
        try {
            while (System.in.read() != -1) {
                // what a parent writes means nothing here
            }
        } catch (IOException e) {
            // an input that cannot be read has ended
        }
    }

    private static void haltLater() {
        try {
            Thread.sleep(STOP_AT_MOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
