package io.spillway.gateway.live;

/** What somebody who follows is told next. */
public sealed interface Step {

    /** @param then where they go on after it */
    record Happened(Sighting what, Bookmark then) implements Step {}

    /** Nothing, for as long as they would wait. */
    record Quiet(Bookmark here) implements Step {}

    /** Some of what came after their bookmark is no longer kept; what is kept follows. */
    record Missing(Bookmark from) implements Step {}

    /** That there will be nothing more. */
    record Over(Ending why) implements Step {}
}
