package io.spillway.gateway.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** An answer of server-sent events (HTML, section 9.2), which is written for as long as there is something to tell. */
final class EventStream {

    private final OutputStream out;
    private final Duration commentEvery;
    private long commented = System.nanoTime();

    /** @param commentEvery proxies give up on what is silent for longer */
    EventStream(OutputStream out, Duration commentEvery) {
        this.out = out;
        this.commentEvery = commentEvery;
    }

    /** @param isAdmitted whether the client may go on; asked with each comment */
    void tell(Feed.Following following, BooleanSupplier isAdmitted) throws IOException {
        write("retry: 1000\n" + comment(following.here()));
        var goesOn = true;
        while (goesOn) {
            goesOn = tell(following.next(untilComment()));
            if (goesOn && !untilComment().isPositive()) {
                goesOn = isAdmitted.getAsBoolean() || tell(new Step.Over(Ending.UNAUTHORIZED));
                commented = System.nanoTime();
                write(goesOn ? comment(following.here()) : "");
            }
        }
    }

    private Duration untilComment() {
        return commentEvery.minusNanos(System.nanoTime() - commented);
    }

    /** @return whether it goes on after this step */
    private boolean tell(Step step) throws IOException {
        switch (step) {
            case Step.Happened(var what, var then) -> write(what.kind().word(), then, what.json());
            case Step.Missing(var from) ->
                write("gap", from, "{\"reason\":\"expired\"}".getBytes(StandardCharsets.UTF_8));
            case Step.Quiet _ -> {}
            case Step.Over(var why) -> write("event: end\ndata: {\"reason\":\"" + why.word() + "\"}\n\n");
        }
        return !(step instanceof Step.Over);
    }

    /** Names how far the client has come, so that it need not go on from long ago where all was about others. */
    private static String comment(Bookmark here) {
        return ": still here\nid: " + here.text() + "\n\n";
    }

    private void write(String kind, Bookmark then, byte[] json) throws IOException {
        var event = new ByteArrayOutputStream(json.length + 256);
        event.writeBytes(("event: " + kind + "\nid: " + then.text() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        event.writeBytes(json);
        event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        out.write(event.toByteArray());
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
