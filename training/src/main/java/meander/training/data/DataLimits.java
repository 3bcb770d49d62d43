package meander.training.data;

/**
 * What is refused before it costs memory or time.
 *
 * @param pixels of one picture; the largest cameras of telephones stay below
 * @param bytes  of one file, unpacked
 * @param files  in a folder or an archive
 * @param depth  of folders in folders
 * @param listed how many skipped pictures are named; more are only counted
 */
record DataLimits(long pixels, int bytes, int files, int depth, int listed) {
    static final DataLimits DEFAULT = new DataLimits(64_000_000, 256 << 20, 5_000_000, 32, 1000);
}
