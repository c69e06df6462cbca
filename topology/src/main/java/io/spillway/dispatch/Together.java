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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deliveries that share a call: which of them do, and what the call sends. All have their data with them. */
final class Together {

    /** What a call's body has at most; data that is larger by itself goes alone. */
    static final int BYTES_AT_MOST = 1024 * 1024;
    /** What the header with the ids has at most, in characters. */
    static final int IDS_AT_MOST = 4_096;

    private Together() {}

    /**
     * Whether one more shares the call of those that there are: the same version of their destination, and room for it.
     *
     * @param sent what one of them would send by itself
     */
    static <T> boolean join(List<T> those, T one, Function<T, Delivery> sent) {
        if (those.isEmpty()) {
            return true;
        }
        var all = Stream.concat(those.stream(), Stream.of(one)).map(sent).toList();
        return isSame(all.getFirst().target(), all.getLast().target())
                && all.stream().mapToInt(each -> data(each).length + 2).sum() <= BYTES_AT_MOST
                && all.stream().mapToInt(each -> id(each).length() + 1).sum() <= IDS_AT_MOST;
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
