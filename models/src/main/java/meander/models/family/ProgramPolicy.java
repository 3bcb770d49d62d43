package meander.models.family;

import meander.models.checkpoint.Rejected.Reason;

/** What may be done with a file that holds a program of a stranger's, which only its own engine can run. Other files open under any policy. */
public enum ProgramPolicy {
    /**
     * It is read and described, never run: for what looks at files that nobody has asked for, such as an index, thumbnails or a folder. It
     * is refused with {@link Reason#PROGRAM_NOT_RUN}, whose report tells what the file says of itself.
     */
    NEVER_RUN,
    /** It is run where it can do no harm; where this system has no such place, it is refused with {@link Reason#PROGRAM_UNCONFINED}. */
    RUN_CONFINED,
    /** It is run as confined as this system can, because the person was asked about this file and agreed. */
    RUN_UNCONFINED
}
