import { isPlain } from './is-plain'
import { type Block, plainTree } from './tree'

/** Makes a tree of a message's text. */
export type Parse = (source: string) => readonly Block[]
/** A message body, or another object that stands for its text: a changed message has a new one. */
export interface Written {
  readonly text: string
}

/**
 * The texts of messages while the parser is on its way: as they were written until it is there, which is the same where nothing is
 * formatted, and formatted from then on. Each is parsed once.
 */
export class LateMarkdown {
  private parse: Parse | undefined
  private readonly waiting = new Set<() => void>()
  private readonly parsed = new WeakMap<Written, readonly Block[]>()
  private readonly asWritten = new WeakMap<Written, readonly Block[]>()

  /** @param coming the parser; without it texts stay as they were written */
  constructor(coming: Promise<Parse | undefined>) {
    void coming.then((parse) => {
      this.parse = parse
      for (const tell of this.waiting) tell()
      this.waiting.clear()
    })
  }

  /** Calls back once, when formatted texts can be had. */
  readonly once = (tell: () => void): (() => void) => {
    if (!this.parse) this.waiting.add(tell)
    return () => void this.waiting.delete(tell)
  }

  /** What a text is shown as now: the same tree until that changes. */
  of(written: Written): readonly Block[] {
    const known = this.parsed.get(written)
    if (known) return known
    if (isPlain(written.text)) return remember(this.parsed, written, plainTree)
    return this.parse
      ? remember(this.parsed, written, this.parse)
      : (this.asWritten.get(written) ?? remember(this.asWritten, written, plainTree))
  }
}

const remember = (trees: WeakMap<Written, readonly Block[]>, written: Written, parse: Parse): readonly Block[] => {
  const tree = parse(written.text)
  trees.set(written, tree)
  return tree
}
