/** A small file takes a row, a directory and blocks of a disk: each counts for at least this much. */
export const LEAST_FILE_BYTES = 16 * 1024

/** What a file counts for where the files of an account are added up. So their number has a bound, too. */
export const countedBytes = (bytes: number): number => Math.max(bytes, LEAST_FILE_BYTES)
