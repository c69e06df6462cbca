package io.spillway.domain;

/** An attempt's id: its delivery's id, a dash, and its number; the same for every outcome that claims this number. */
public record AttemptId(DeliveryId delivery, int number) {

    public AttemptId {
        if (number < 1) {
            throw new IllegalArgumentException("attempt numbers begin at 1");
        }
    }

    /** Reads what {@link #toString()} wrote; throws {@link IllegalArgumentException} for anything else. */
    public static AttemptId parse(String text) {
        var dash = text.lastIndexOf('-');
        if (dash < 1) {
            throw new IllegalArgumentException("an attempt id is <delivery id>-<number>");
        }
        return new AttemptId(new DeliveryId(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return delivery.value() + "-" + number;
    }
}
