package io.spillway.embedded;

import io.spillway.domain.Patience;

/** How long tests wait that are not about waiting: a machine that stands still for some seconds fails none of them. */
public final class TestPatience {

    public static final Patience AMPLE = new Patience(30, 5);
    /** The same for a broker that is started as usual, and bears no longer transactions. */
    public static final Patience AMPLE_ELSEWHERE = new Patience(30, 2);

    private TestPatience() {}
}
