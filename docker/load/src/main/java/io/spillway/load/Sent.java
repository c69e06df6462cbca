package io.spillway.load;

/**
 * What became of one event at the door: a line of the journal, whose fields are parted by tabs.
 *
 * @param intended when it should have been sent, in nanoseconds since 1970
 * @param acknowledged when the answer came, likewise; 0 where none came
 * @param status the answer's HTTP status, 202 also for a record that Kafka took; 0 where none came
 * @param destinations how many destinations the answer named; -1 where it does not say
 */
public record Sent(long intended, long acknowledged, int status, int destinations) {

    private static final int FIELDS = 4;

    /** Whether Spillway has promised to deliver it. */
    public boolean accepted() {
        return status == 202;
    }

    /** The line, with its end. */
    public String line() {
        return intended + "\t" + acknowledged + "\t" + status + "\t" + destinations + "\n";
    }

    /** @throws IllegalArgumentException where this is no line of a journal */
    public static Sent of(String line) {
        var fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a line of a journal: " + line);
        }
        return new Sent(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]));
    }
}
