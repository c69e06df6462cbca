package io.spillway.dispatch;

import io.spillway.destination.DeliveryMetadata;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Target;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Deliveries that share a call: which of them do, and what the call sends. All have their data with them. */
final class Together {

    /** What a call's body has at most; data that is larger by itself goes alone. */
    static final int BYTES_AT_MOST = 1024 * 1024;
    /** What the header with the ids has at most, in characters. */
    static final int IDS_AT_MOST = 4_096;

    private Together() {}

    /**
     * Calls in order: those that follow each other and fit into one, of one version of their destination.
     *
     * @param sent what one of them would send by itself
     */
    static <T> List<List<T>> calls(List<T> all, Function<T, Delivery> sent) {
        var calls = new ArrayList<List<T>>(1);
        if (all.size() == 1) {
            calls.add(all);
            return calls;
        }
        var bytes = 0;
        var ids = 0;
        for (var one : all) {
            var delivery = sent.apply(one);
            var size = data(delivery).length + 2;
            var id = id(delivery).length() + 1;
            var joins = !calls.isEmpty()
                    && isSame(sent.apply(calls.getLast().getFirst()).target(), delivery.target())
                    && bytes + size <= BYTES_AT_MOST
                    && ids + id <= IDS_AT_MOST;
            if (!joins) {
                calls.add(new ArrayList<>(1));
                bytes = 0;
                ids = 0;
            }
            calls.getLast().add(one);
            bytes += size;
            ids += id;
        }
        return calls;
    }

    /**
     * What the shared call sends, as if it were one delivery: a JSON array of the data as they are, under the request's id,
     * with {@code event-ids} and whatever metadata, and topic, all of them have.
     */
    static Delivery asOne(String request, List<Delivery> all) {
        var first = all.getFirst();
        var metadata = new HashMap<>(common(all));
        metadata.put(DeliveryMetadata.EVENT_IDS, all.stream().map(Together::id).collect(Collectors.joining(",")));
        var topics = all.stream().map(one -> one.event().topic()).distinct().toList();
        var event = new Event(
                first.event().tenant(),
                new EventId(request),
                topics.size() == 1 ? topics.getFirst() : Optional.empty(),
                first.event().time(),
                metadata,
                first.event().eligibleForRetry(),
                first.event().target(),
                new Data.Inline(array(all)));
        var attempt = all.stream().mapToInt(Delivery::attempt).max().orElseThrow();
        return new Delivery(new DeliveryId(request), event, first.origin(), first.target(), attempt, 0, false);
    }

    private static boolean isSame(Target one, Target other) {
        return one.batched() && other.batched() && one.version() == other.version();
    }

    private static Map<String, String> common(List<Delivery> all) {
        return all.getFirst().event().metadata().entrySet().stream()
                .filter(entry -> all.stream()
                        .allMatch(one ->
                                entry.getValue().equals(one.event().metadata().get(entry.getKey()))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static byte[] array(List<Delivery> all) {
        var body = new ByteArrayOutputStream();
        var before = '[';
        for (var one : all) {
            body.write(before);
            body.writeBytes(data(one));
            before = ',';
        }
        body.write(']');
        return body.toByteArray();
    }

    private static byte[] data(Delivery delivery) {
        return switch (delivery.event().data()) {
            case Data.Inline(var bytes) -> bytes;
            case Data.Stored ignored -> throw new IllegalStateException("a delivery is called without its data");
        };
    }

    private static String id(Delivery delivery) {
        return URLEncoder.encode(delivery.event().id().value(), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
