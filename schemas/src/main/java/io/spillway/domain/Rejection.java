package io.spillway.domain;

/** Why a command was not carried out. */
public enum Rejection {
    TENANT_NOT_FOUND,
    DESTINATION_NOT_FOUND,
    DESTINATION_EXISTS,
    TOO_MANY_DESTINATIONS,
    /** The row moved since it was read: read, merge and send again. */
    VERSION_MOVED,
    EVENT_NOT_FOUND,
    DESTINATION_DISABLED,
    DESTINATION_DOES_NOT_MATCH,
    TOO_MANY_ATTEMPTS,
    /** What the command would write is larger than a record may be. */
    TOO_LARGE,
    JOB_NOT_FOUND,
    /** Nothing can be asked any more of a job that has ended. */
    JOB_ENDED,
    /** Nothing new may be of a tenant until what was has been forgotten. */
    TENANT_BEING_ERASED,
    DEAD_LETTER_NOT_FOUND
}
