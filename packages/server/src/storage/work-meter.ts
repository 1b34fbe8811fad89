/** Rows that a query counts for besides those that it returns: asking costs something too. */
const ROWS_OF_A_QUERY = 8

/**
 * Counts what a connection does between two turns of the event loop, in rows. Rows and not time: the same work is cut in the
 * same places on every machine, however busy it is.
 */
export class WorkMeter {
  private rows = 0

  constructor(private readonly most: number) {}

  /** A query returned so many rows. */
  count(rows: number): void {
    this.rows += ROWS_OF_A_QUERY + rows
  }

  /** Whether enough was done for one turn. */
  get isFull(): boolean {
    return this.rows >= this.most
  }

  /** A new turn begins. */
  reset(): void {
    this.rows = 0
  }
}
