package meander.models.checkpoint.pickle;

import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * A row of numbers that tensors view. In a legacy stream the numbers come after the object that uses them, so the place becomes known
 * only later.
 */
public final class Storage implements Py {
    private final String key;
    private final DType dtype;
    private final long elements;
    private ByteRange extent;

    /** @param elements how many numbers the file says there are; not believed before {@link #located} */
    public Storage(String key, DType dtype, long elements) {
        this.key = key;
        this.dtype = dtype;
        this.elements = elements;
    }

    public String key() {
        return key;
    }

    public DType dtype() {
        return dtype;
    }

    public long elements() {
        return elements;
    }

    /** How many bytes it should have. */
    public long bytes(long position) throws RejectedException {
        if (elements < 0 || elements > Long.MAX_VALUE / 8)
            throw new RejectedException(Reason.MALFORMED, position, "a storage of " + elements + " numbers");
        return elements * dtype.bytes();
    }

    /** Tells the place; its length has been checked. */
    public Storage located(ByteRange extent) {
        this.extent = extent;
        return this;
    }

    /** The place of a part of this one; offset and count in elements. */
    public ByteRange part(long offset, long count) throws RejectedException {
        if (offset < 0 || count < 0 || offset > elements - count)
            throw new RejectedException(Reason.MALFORMED, extent().position(), "a view that leaves its storage");
        long width = dtype.bytes();
        return new ByteRange(extent().source(), extent().position() + offset * width, count * width);
    }

    public boolean isLocated() {
        return extent != null;
    }

    public ByteRange extent() throws RejectedException {
        if (extent == null) throw new RejectedException(Reason.MALFORMED, 0L, "no numbers for the storage " + key);
        return extent;
    }
}
