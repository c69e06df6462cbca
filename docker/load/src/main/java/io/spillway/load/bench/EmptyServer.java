package io.spillway.load.bench;

import io.javalin.Javalin;

/** The server that the gateway uses, with a handler that answers any publish with an empty 202: what publishing cannot beat. */
public final class EmptyServer {

    /** What it says when it serves, followed by its port. */
    static final String READY = "empty server ready port=";

    private EmptyServer() {}

    /** Says its port, then serves until it is ended. */
    public static void main(String... arguments) {
        var server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.concurrency.useVirtualThreads = true;
                    config.routes.post("/api/v1/publish", context -> {
                        var _ = context.bodyAsBytes();
                        context.status(202);
                    });
                })
                .start("127.0.0.1", 0);
        System.out.println(READY + server.port());
    }
}
