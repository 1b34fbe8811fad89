import { closes, type Fence, fenceAt, interrupts, isBlank, isRule, itemAt, quoteStart } from './line-starts'

/** The lines of a quote or list item that is still being collected. */
export class OpenLines {
  readonly lines: string[] = []
  /** The code block that the last line is in. */
  #fence: Fence | undefined

  constructor(...lines: readonly string[]) {
    for (const line of lines) this.add(line)
  }

  add(line: string): void {
    this.lines.push(line)
    if (this.#fence === undefined) this.#fence = fenceAt(line)
    else if (closes(this.#fence, line)) this.#fence = undefined
  }

  /** Whether a line without the quote's sign or the item's indent continues the paragraph that ends with the last line. */
  goesOnWith(line: string): boolean {
    const last = this.lines.at(-1)
    if (last === undefined || this.#fence || isBlank(last) || isBlank(line) || fenceAt(last) || fenceAt(line))
      return false
    const item = itemAt(line)
    return !quoteStart.test(line) && !isRule(line) && !(item && interrupts(item))
  }
}
