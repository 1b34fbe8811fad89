/** An installation cannot be copied; the message says what to do. */
export class StoreCopyError extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'StoreCopyError'
  }
}
