package io.spillway.gateway.page;

/** The lists that come in pages; a cursor of one is refused by the others. */
public enum Listing {
    EVENTS("evtv01", "time", 100, 1000),
    ATTEMPTS("attv01", "time", 100, 1000),
    DELIVERIES("dlvv01", "time", 100, 1000),
    DEAD_LETTERS("ddlv01", "time", 100, 1000),
    REPLAYS("rplv01", "created_at", 100, 1000),
    AUDIT("audv01", "time", 100, 1000),
    TENANTS("tntv01", "created_at", 20, 100);

    private final String tag;
    private final String order;
    private final int usual;
    private final int most;

    Listing(String tag, String order, int usual, int most) {
        this.tag = tag;
        this.order = order;
        this.usual = usual;
        this.most = most;
    }

    String tag() {
        return tag;
    }

    /** The only thing that the list can be ordered by. */
    String order() {
        return order;
    }

    /** Rows of a page where the caller asks for no number. */
    int usual() {
        return usual;
    }

    int most() {
        return most;
    }
}
