package io.spillway.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A numbered sequence of events that anybody can render again from the number alone, so that what arrives can be checked
 * without keeping what was sent.
 *
 * <p>Event n belongs to tenant n modulo {@code tenants} and goes to every destination of that tenant.
 *
 * @param run begins every event id, and tells the events of one run from those of another
 * @param tenants how many tenants take turns
 * @param fanOut how many destinations each tenant has, all of which match every event; tenants of another fan-out are others
 * @param dataBytes size of an event's data
 */
public record Workload(String run, int tenants, int fanOut, int dataBytes) {

    public static final String TOPIC = "order.placed";

    private static final int SMALLEST = 128;
    private static final int DIGITS = 10;

    public Workload {
        if (!run.matches("[A-Za-z0-9.]{1,32}")) {
            throw new IllegalArgumentException("a run's name is 1 to 32 letters, digits and dots, not " + run);
        }
        if (tenants < 1 || fanOut < 0 || dataBytes < SMALLEST) {
            throw new IllegalArgumentException(
                    "a workload has a tenant and %d bytes of data at least".formatted(SMALLEST));
        }
    }

    public String tenant(int number) {
        return "bench-x" + fanOut + "-" + number;
    }

    public int tenantOf(long sequence) {
        return (int) (sequence % tenants);
    }

    public String destination(int number) {
        return "destination-" + number;
    }

    /** Where the receiver gets the deliveries of one destination. */
    public String path(int tenant, int destination) {
        return "/in/" + tenant(tenant) + "/" + destination(destination);
    }

    public String eventId(long sequence) {
        return run + "-" + digits(sequence);
    }

    /** The number of an event of this run; empty for any other id. */
    public OptionalLong sequence(String eventId) {
        int dash = run.length();
        if (eventId.length() != dash + 1 + DIGITS || !eventId.startsWith(run) || eventId.charAt(dash) != '-') {
            return OptionalLong.empty();
        }
        long sequence = 0;
        for (int at = dash + 1; at < eventId.length(); at++) {
            int digit = eventId.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            sequence = sequence * 10 + digit;
        }
        return OptionalLong.of(sequence);
    }

    /** Renders event bodies; keeps templates, so make one and use it often. Not for several threads. */
    public Rendering rendering() {
        return new Rendering(this);
    }

    private static String digits(long sequence) {
        return String.format("%0" + DIGITS + "d", sequence);
    }

    /** The bodies of a workload's events, made by writing the number into a template. */
    public static final class Rendering {

        private static final String DATA_START = "{\"number\":\"";

        private final byte[] data;
        private final List<byte[]> publish;
        private final int dataAt;
        private final int eventAt;

        private Rendering(Workload workload) {
            data = data(workload.dataBytes()).getBytes(StandardCharsets.UTF_8);
            publish = new ArrayList<>();
            var text = new String(data, StandardCharsets.UTF_8);
            for (int tenant = 0; tenant < workload.tenants(); tenant++) {
                publish.add("{\"id\":\"%s\",\"tenant_id\":\"%s\",\"topic\":\"%s\",\"data\":%s}"
                        .formatted(workload.eventId(0), workload.tenant(tenant), TOPIC, text)
                        .getBytes(StandardCharsets.UTF_8));
            }
            dataAt = DATA_START.length();
            eventAt = "{\"id\":\"".length() + workload.run().length() + 1;
        }

        /** What a receiver gets as its body. */
        public byte[] data(long sequence) {
            var rendered = data.clone();
            write(sequence, rendered, dataAt);
            return rendered;
        }

        /** What {@code POST /publish} takes, and a record on the topic of events. */
        public byte[] publish(long sequence) {
            var template = publish.get((int) (sequence % publish.size()));
            var rendered = template.clone();
            write(sequence, rendered, eventAt);
            // The data end one byte before the body does.
            write(sequence, rendered, rendered.length - 1 - data.length + dataAt);
            return rendered;
        }

        private static void write(long sequence, byte[] into, int at) {
            long rest = sequence;
            for (int digit = at + DIGITS - 1; digit >= at; digit--) {
                into[digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }

        /** An order with as many lines as fit, then a note that fills the size up. */
        private static String data(int bytes) {
            var random = new Random(17);
            var text = new StringBuilder(DATA_START + digits(0) + "\",\"currency\":\"EUR\",\"lines\":[");
            var end = "],\"note\":\"\"}";
            for (int line = 1; ; line++) {
                var next = "%s{\"article\":\"%08x\",\"quantity\":%d,\"price\":%d.%02d}"
                        .formatted(
                                line == 1 ? "" : ",",
                                random.nextInt(),
                                random.nextInt(1, 9),
                                random.nextInt(1, 900),
                                random.nextInt(100));
                if (text.length() + next.length() + end.length() > bytes) {
                    break;
                }
                text.append(next);
            }
            text.append("],\"note\":\"");
            while (text.length() < bytes - 2) {
                text.append((char) random.nextInt('a', 'z' + 1));
            }
            return text.append("\"}").toString();
        }
    }
}
