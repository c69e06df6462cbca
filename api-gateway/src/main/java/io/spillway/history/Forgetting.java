package io.spillway.history;

import io.spillway.domain.Erasure;
import io.spillway.stream.query.NotReadyException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the log store forget at once. Connect brings the same order later, which does what could not be done now. */
public final class Forgetting implements Consumer<Erasure> {

    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
    /** Somebody waits for the answer; Connect has more time. */
    private static final int SECONDS_AT_MOST = 5;

    private static final String ORDER = """
            insert into erasures (tenant_id, scope, event_id, until, day, record_partition, record_offset, recorded_at)
            values (?, ?, ?, ?, ?, -1, nextval('erasures_of_gateways'), now())""";

    private final LogStore log;

    public Forgetting(LogStore log) {
        this.log = log;
    }

    @Override
    public void accept(Erasure erasure) {
        try {
            var unused = log.ask(connection -> {
                try (var order = connection.prepareStatement(ORDER)) {
                    order.setQueryTimeout(SECONDS_AT_MOST);
                    order.setString(1, erasure.tenant().value());
                    order.setString(2, erasure.scope().word());
                    if (erasure.scope() instanceof Erasure.OneEvent(var event)) {
                        order.setString(3, event.value());
                    } else {
                        order.setNull(3, Types.VARCHAR);
                    }
                    order.setObject(4, erasure.until().atOffset(ZoneOffset.UTC));
                    order.setObject(5, Sql.day(erasure.until()));
                    return order.executeUpdate();
                }
            });
        } catch (NotReadyException e) {
            LOG.warn("The log store forgets when Kafka Connect tells it to: {}", e.getMessage());
        }
    }
}
