package io.spillway.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.OperatorEvent.Subject;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tells whoever runs Spillway what they asked to be told of, on {@code operator-events}. */
public final class Announcements {

    private final Outbox outbox;
    private final Set<OperatorTopic> wanted;

    Announcements(Outbox outbox, Set<OperatorTopic> wanted) {
        this.outbox = outbox;
        this.wanted = Set.copyOf(wanted);
    }

    public boolean wants(OperatorTopic topic) {
        return wanted.contains(topic);
    }

    /**
     * Tells it, unless nobody asked.
     *
     * @param about what it is about, as an attempt's id: told once under each topic, since the id of the telling follows from it
     */
    public void tell(OperatorTopic topic, TenantId tenant, String about, ObjectNode data, Optional<Subject> subject) {
        if (!wants(topic)) {
            return;
        }
        var event = new OperatorEvent(
                id(topic, tenant, about), topic.word(), outbox.now(), tenant, data.toString(), subject);
        var topicOfAll = outbox.topics().operatorEvents();
        if (!outbox.send(topicOfAll, tenant, event)) {
            outbox.send(topicOfAll, tenant, event.withoutSubject());
        }
    }

    /** Tells how the sum of a tenant's subscriptions has changed by a change of one, if it has. */
    void changed(Subscription changed, List<Subscription> before, List<Subscription> after) {
        if (before.size() != after.size() || !Particulars.topics(before).equals(Particulars.topics(after))) {
            tell(
                    OperatorTopic.SUBSCRIPTION_UPDATED,
                    changed.tenant(),
                    changed.id() + " " + changed.version(),
                    Particulars.of(changed.tenant(), before, after),
                    Optional.empty());
        }
    }

    private static String id(OperatorTopic topic, TenantId tenant, String about) {
        var name = String.join(" ", topic.word(), tenant.value(), about);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
