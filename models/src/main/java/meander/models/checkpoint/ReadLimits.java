package meander.models.checkpoint;

/**
 * What one opening may use at most. They are counted on what is really read and built; a size that a file declares is checked against
 * the file and otherwise not believed. A network of 1024×1024 pixels needs about a hundredth of each.
 *
 * @param opcodes          pickle instructions, nested streams included
 * @param memo             highest memo index of a pickle
 * @param depth            nesting of modules, maps and lists
 * @param nodes            steps over what was read, while the result is made from it
 * @param tensors          tensors in the result
 * @param text             bytes of one string
 * @param heap             bytes materialised on the heap, in total and approximately
 * @param elements         numbers in one tensor
 * @param repeatedElements numbers in one tensor that shows the same stored numbers several times (expanded dimensions)
 * @param entries          entries of an archive
 * @param inflation        bytes that an archive may unpack to for each byte of it, beyond a first megabyte
 * @param header           bytes of a header in front of tensors; safetensors' own limit
 * @param arrayHeader      bytes of the header of a NumPy array
 * @param dimensions       dimensions of a tensor that a header describes; NumPy's own limit was as many
 */
public record ReadLimits(long opcodes, int memo, int depth, int nodes, int tensors, int text, long heap, long elements,
        long repeatedElements, int entries, int inflation, long header, int arrayHeader, int dimensions) {
    public static final ReadLimits DEFAULT = new ReadLimits(4_000_000, 4_000_000, 64, 4_000_000, 100_000, 1 << 25, 1L << 27,
            1L << 27, 1L << 22, 200_000, 100, 100_000_000, 1 << 16, 32);
}
