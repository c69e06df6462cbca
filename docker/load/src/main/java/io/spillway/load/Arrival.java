package io.spillway.load;

import java.util.Optional;

/**
 * One request that the receiver got: a line of its ledger, whose fields are parted by tabs.
 *
 * @param at when the request was complete, in nanoseconds since 1970
 * @param path what was called
 * @param event id of the event, from the headers; empty where there is none
 * @param delivery id of the delivery, from the headers; empty where there is none
 * @param attempt number of the attempt, from the headers; 0 where there is none
 * @param signature what the check of the signature said
 * @param digest SHA-256 of the body in hexadecimal, where it was taken
 * @param answer the status that was answered, 0 where nothing was
 * @param stamp the time that the sender has signed, in seconds since 1970; 0 where it says none
 */
public record Arrival(
        long at,
        String path,
        String event,
        String delivery,
        int attempt,
        Signature signature,
        Optional<String> digest,
        int answer,
        long stamp) {

    private static final int FIELDS = 9;

    /** What the check of a request's signature said. */
    public enum Signature {
        GOOD,
        BAD,
        UNCHECKED
    }

    /** The line, with its end. */
    public String line() {
        return at + "\t" + plain(path) + "\t" + plain(event) + "\t" + plain(delivery) + "\t" + attempt + "\t"
                + signature + "\t" + digest.orElse("") + "\t" + answer + "\t" + stamp + "\n";
    }

    /** @throws IllegalArgumentException where this is no line of a ledger */
    public static Arrival of(String line) {
        var fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a line of a ledger: " + line);
        }
        return new Arrival(
                Long.parseLong(fields[0]),
                fields[1],
                fields[2],
                fields[3],
                Integer.parseInt(fields[4]),
                Signature.valueOf(fields[5]),
                Optional.of(fields[6]).filter(digest -> !digest.isEmpty()),
                Integer.parseInt(fields[7]),
                Long.parseLong(fields[8]));
    }

    private static String plain(String value) {
        return value.indexOf('\t') < 0 && value.indexOf('\n') < 0
                ? value
                : value.replace('\t', ' ').replace('\n', ' ');
    }
}
