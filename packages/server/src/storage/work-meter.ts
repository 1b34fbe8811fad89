/** Fixed cost of a query in rows, in addition to its result. */
const ROWS_OF_A_QUERY = 8

/**
 * Counts a connection's work between two turns of the event loop, in rows. Rows and not time: the same work is cut in
 * the same places on every machine, however busy.
 */
export class WorkMeter {
  private rows = 0

  constructor(private readonly most: number) {}

  /** Counts the rows of a query. */
  countRows(rows: number): void {
    this.rows += ROWS_OF_A_QUERY + rows
  }

  /** Whether this turn has done enough. */
  get isFull(): boolean {
    return this.rows >= this.most
  }

  /** Starts a new turn. */
  reset(): void {
    this.rows = 0
  }
}
