import { type Block, type FormattedBlock, type Inline, plainTree } from '@parley/protocol/markdown/tree'
import type { ReactNode } from 'react'
import { isPlain } from './is-plain'

type Parse = (source: string) => readonly Block[]

/** The functions for formatted texts. */
export interface Formatting {
  /** Parses a message's text into a tree. */
  readonly parse: Parse
  /** Draws a block that only formatted texts have. `inside` draws the blocks in it. */
  readonly draw: (block: FormattedBlock, inside: (blocks: readonly Block[]) => ReactNode) => ReactNode
  /** The display of emphasis, by script. */
  readonly emphasise: (nodes: readonly Inline[]) => readonly Inline[]
}

/** A message body, or another object that represents its text. An edited message has a new object. */
export interface Written {
  readonly text: string
}

/**
 * The texts of messages. The parser loads for the first text that may have something to format. Until then texts show
 * as written, and formatted afterwards. Each text is parsed once.
 */
export class LazyMarkdown {
  #formatting: Formatting | undefined
  readonly #waiting = new Set<() => void>()
  readonly #parsed = new WeakMap<Written, readonly Block[]>()
  readonly #asWritten = new WeakMap<Written, readonly Block[]>()

  readonly #load: () => Promise<Formatting>
  #coming: Promise<void> | undefined

  constructor(load: () => Promise<Formatting>) {
    this.#load = load
  }

  /** Loads the parser, once. */
  readonly ask = (): Promise<void> => {
    this.#coming ??= this.#load().then((formatting) => {
      this.#formatting = formatting
      for (const tell of this.#waiting) tell()
      this.#waiting.clear()
    })
    return this.#coming
  }

  /** Resolves once these texts can show formatted. Loads the parser if one of them may have something to format. */
  async ready(texts: readonly string[]): Promise<void> {
    if (!this.#formatting && texts.some((text) => !isPlain(text))) await this.ask()
  }

  get isReady(): boolean {
    return this.#formatting !== undefined
  }

  /** Draws blocks of formatted texts. Undefined until the parser has loaded. */
  get draw(): Formatting['draw'] | undefined {
    return this.#formatting?.draw
  }

  /** The display of emphasis. Undefined until the parser has loaded. */
  get emphasise(): Formatting['emphasise'] | undefined {
    return this.#formatting?.emphasise
  }

  /** Calls back once, when the parser has loaded. */
  readonly once = (tell: () => void): (() => void) => {
    if (!this.#formatting) this.#waiting.add(tell)
    return () => void this.#waiting.delete(tell)
  }

  /** The current tree of a text. It stays the same object until it changes. */
  of(written: Written): readonly Block[] {
    const known = this.#parsed.get(written)
    if (known) return known
    if (isPlain(written.text)) return remember(this.#parsed, written, plainTree)
    if (this.#formatting) return remember(this.#parsed, written, this.#formatting.parse)
    void this.ask()
    return this.#asWritten.get(written) ?? remember(this.#asWritten, written, plainTree)
  }
}

const remember = (trees: WeakMap<Written, readonly Block[]>, written: Written, parse: Parse): readonly Block[] => {
  const tree = parse(written.text)
  trees.set(written, tree)
  return tree
}
