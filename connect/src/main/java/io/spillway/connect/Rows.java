package io.spillway.connect;

import io.spillway.wire.Wire;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Struct;

/** The kinds of rows that the topics are read as, each for the table of its name. */
enum Rows {
    /** Of the topic {@code attempts}. */
    ATTEMPTS(AttemptRows::new),
    /** Of the changelog of the tenant task's store {@code events-by-id}, which knows where an event was routed to. */
    EVENTS(EventRows::new),
    /** Of the topic {@code events}. */
    EVENT_DATA(EventDataRows::new),
    /** Of the topic {@code dead-letters}. */
    DEAD_LETTERS(DeadLetterRows::new),
    /** Of the topic {@code subscriptions}. */
    SUBSCRIPTION_CHANGES(SubscriptionRows::new),
    /** Of the topic {@code erasures}. */
    ERASURES(ErasureRows::new);

    /** Reads values of one kind. */
    interface Reader {

        /**
         * The row that a record's value becomes; nothing where it has none. Throws
         * {@link org.apache.kafka.common.errors.SerializationException} for what cannot be read.
         */
        Optional<Struct> read(String topic, Headers headers, byte[] value);
    }

    // None of them holds anything.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Wire, Reader> reader;

    Rows(Function<Wire, Reader> reader) {
        this.reader = reader;
    }

    /** All that there are, as a sentence lists them. */
    static String words() {
        return Arrays.stream(values()).map(Rows::word).collect(Collectors.joining(", "));
    }

    static Optional<Rows> of(String word) {
        return Arrays.stream(values()).filter(rows -> rows.word().equals(word)).findFirst();
    }

    /** The word of the setting, and the table's name. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Reader reader(Wire wire) {
        return reader.apply(wire);
    }
}
