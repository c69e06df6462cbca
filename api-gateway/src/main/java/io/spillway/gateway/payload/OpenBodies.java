package io.spillway.gateway.payload;

import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.gateway.event.Bodies;
import io.spillway.payload.Payloads;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Bodies in clear. What cannot be opened any more is missing, as what has expired. */
public record OpenBodies(Bodies bodies, Payloads payloads) implements Bodies {

    @Override
    public Map<RecordAt, byte[]> data(Set<RecordAt> events) {
        var open = new HashMap<RecordAt, byte[]>();
        bodies.data(events).forEach((at, data) -> payloads.clear(data).ifPresent(clear -> open.put(at, clear)));
        return open;
    }

    @Override
    public Map<RecordAt, Report.Attempt> attempts(Set<RecordAt> attempts) {
        return bodies.attempts(attempts);
    }
}
