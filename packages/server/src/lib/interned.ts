/** Interns repeated strings. */
export class Interned {
  private readonly texts = new Map<string, string>()

  /** @param most texts that are remembered; then it begins anew */
  constructor(private readonly most = 1_000) {}

  /** The same text. A part of a longer one no longer keeps that alive. */
  of(text: string): string {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    if (this.texts.size >= this.most) this.texts.clear()
    // A copy of its own: a slice refers to what it was cut from.
    const own = Buffer.from(text).toString()
    this.texts.set(own, own)
    return own
  }
}
