/** A small file takes a row, a directory and blocks of a disk: each counts for at least this much. */
export const LEAST_FILE_BYTES = 16 * 1024

/** The minimum size of a file in an account's total, so that the number of files is bounded too. */
export const countedBytes = (bytes: number): number => Math.max(bytes, LEAST_FILE_BYTES)
