import { treeText } from '@parley/protocol/markdown/tree-text'
import { isPlain } from './is-plain'
import type { LazyMarkdown } from './lazy-markdown'

/** Only this much of a long text is parsed. */
const parsedChars = 1_000
const lineChars = 300
/** The number of cached texts. Lists of chats and rows request the same texts repeatedly. */
const mostTexts = 400

const beginning = (text: string, chars: number): string =>
  // A split surrogate pair would render as a broken character.
  text.slice(0, /[\ud800-\udbff]/.test(text.charAt(chars - 1)) ? chars - 1 : chars)

/**
 * The texts of messages and drafts without formatting marks, for previews, quotes, notifications and screen readers.
 */
export class ShownTexts {
  readonly #markdown: LazyMarkdown
  /** The most recently used text is last. */
  readonly #known = new Map<string, string>()

  constructor(markdown: LazyMarkdown) {
    this.#markdown = markdown
  }

  /** The beginning of a text as shown. */
  of(text: string): string {
    const written = beginning(text, parsedChars)
    if (isPlain(written)) return written
    const known = this.#known.get(written)
    const shown = known ?? treeText(this.#markdown.of({ text: written }))
    if (this.#markdown.isReady) this.#keep(written, shown)
    return shown
  }

  /** The beginning of a text as shown, on one line. */
  lineOf(text: string): string {
    return beginning(this.of(text).replace(/\s+/g, ' ').trim(), lineChars)
  }

  #keep(written: string, shown: string): void {
    this.#known.delete(written)
    this.#known.set(written, shown)
    const [oldest] = this.#known.keys()
    if (this.#known.size > mostTexts && oldest !== undefined) this.#known.delete(oldest)
  }
}
