package io.spillway.load.generator;

import io.spillway.load.Workload;
import java.net.InetSocketAddress;

/** Past Spillway, straight to the receiver: what the tools can do by themselves. */
final class Direct implements Way {

    private final InetSocketAddress server;
    private final Workload workload;
    private final Workload.Rendering rendering;

    Direct(InetSocketAddress server, Workload workload) {
        this.server = server;
        this.workload = workload;
        rendering = workload.rendering();
    }

    @Override
    public int events() {
        return 1;
    }

    @Override
    public byte[] request(long first) {
        var path = workload.path(workload.tenantOf(first), 0);
        var headers = "x-outpost-event-id: " + workload.eventId(first) + "\r\nspillway-attempt: 1\r\n";
        return RequestHead.post(server, path, headers).with(rendering.data(first));
    }

    @Override
    public void note(long first, Response response, SentLog log) {
        log.answered(first, response.status() == 200 ? 202 : response.status(), 1);
    }
}
