package io.spillway.gateway.event;

import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import java.util.Map;
import java.util.Set;

/** Reads back from the topics what the indexes only know the place of. What has expired there is missing from the answer. */
public interface Bodies {

    /** The data of events, by the place of their records. */
    Map<RecordAt, byte[]> data(Set<RecordAt> events);

    /** Attempts in full, by the place of their records. */
    Map<RecordAt, Report.Attempt> attempts(Set<RecordAt> attempts);
}
