/** A result that is JSON already: put together from parts that many answers share. */
export class Encoded<T> {
  /** The value of the text. */
  declare readonly value: T

  constructor(readonly text: string) {}
}

/** A result as JSON. */
export const encode = (result: unknown): string => (result instanceof Encoded ? result.text : JSON.stringify(result))
