import { codesOf, foldedText, plainForm } from './folded-text'
import { parseMarkdown } from './markdown/parse'
import { treeText } from './markdown/tree-text'
import type { Pattern } from './patterns/pattern'

const isWordChar = (char: string | undefined): boolean => char !== undefined && /^[\p{L}\p{N}\p{M}]$/u.test(char)
/** Scripts without spaces between words: there a word is found inside others. */
const isUnspaced = (char: string | undefined): boolean =>
  char !== undefined && /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u.test(char)

/** The characters of formatting marks. Other texts are shown as they are. */
const mayFormat = /[*`[\]<\\~_|]/
/** Marks that stay visible where they format nothing, as in `ba**d**word`. */
const marks = /[*`\\~_|]/g

/** A node of the automaton. */
interface Node {
  readonly next: Map<string, Node>
  /** Where the search continues without a match: the longest end of this beginning that begins a word. */
  fail: Node | undefined
  /** The word that ends here, in characters. */
  word: readonly string[] | undefined
  /** The next shorter word that ends here, too. */
  shorter: Node | undefined
}

const newNode = (): Node => ({ next: new Map(), fail: undefined, word: undefined, shorter: undefined })

/** Whether nothing continues the word on this side. */
const endsAt = (own: string | undefined, beside: string | undefined): boolean =>
  !isWordChar(own) || isUnspaced(own) || !isWordChar(beside) || isUnspaced(beside)

/** A message as written, as shown, and without any characters of marks. */
function* formsOf(text: string): Generator<string> {
  yield text
  // Full-width marks look the same.
  const narrow = plainForm(text, 'NFKC')
  if (!mayFormat.test(narrow)) return
  yield treeText(parseMarkdown(text))
  yield narrow.replace(marks, '')
}

/**
 * Finds words in texts, in time linear in the length of the text, for any number of words. Source: Aho and Corasick,
 * "Efficient string matching", 1975. Words of scripts with spaces are found only as whole words.
 */
export class WordFilter {
  readonly #root = newNode()
  readonly #isEmpty: boolean

  /** @param patterns are looked for in the folded text, and needn't be whole words */
  constructor(
    words: readonly string[],
    private readonly patterns: readonly Pattern[] = [],
  ) {
    const folded = words.map((word) => [...foldedText(word).trim()]).filter((word) => word.length > 0)
    this.#isEmpty = folded.length === 0 && patterns.length === 0
    for (const word of folded) this.#add(word)
    this.#link()
  }

  /**
   * The first word that a message contains, in its folded form. It may be in the text with formatting marks, in the text as
   * shown, or in the text without any characters of marks.
   */
  findWritten(text: string): string | undefined {
    if (this.#isEmpty || text === '') return undefined
    const searched = new Set<string>()
    for (const form of formsOf(text)) {
      const folded = foldedText(form)
      if (searched.has(folded)) continue
      const found = this.#findFolded(folded)
      if (found !== undefined) return found
      searched.add(folded)
    }
    return undefined
  }

  /** The first word or pattern that a text contains; a word in its folded form. */
  find(text: string): string | undefined {
    if (this.#isEmpty || text === '') return undefined
    return this.#findFolded(foldedText(text))
  }

  #findFolded(folded: string): string | undefined {
    const chars = [...folded]
    return this.#wordIn(chars) ?? this.#patternIn(chars)
  }

  #patternIn(chars: readonly string[]): string | undefined {
    if (this.patterns.length === 0) return undefined
    const codes = codesOf(chars)
    return this.patterns.find((pattern) => pattern.isIn(codes))?.source
  }

  #wordIn(chars: readonly string[]): string | undefined {
    let node = this.#root
    for (const [at, char] of chars.entries()) {
      while (node !== this.#root && !node.next.has(char)) node = node.fail ?? this.#root
      node = node.next.get(char) ?? this.#root
      // Longer words come first; each node has only so many as words end with each other.
      for (let end: Node | undefined = node.word ? node : node.shorter; end; end = end.shorter) {
        const word = end.word ?? []
        if (endsAt(word[0], chars[at - word.length]) && endsAt(word.at(-1), chars[at + 1])) return word.join('')
      }
    }
    return undefined
  }

  #add(word: readonly string[]): void {
    let node = this.#root
    for (const char of word) {
      const next = node.next.get(char) ?? newNode()
      node.next.set(char, next)
      node = next
    }
    node.word = word
  }

  #link(): void {
    const waiting: Node[] = [this.#root]
    for (const node of waiting)
      for (const [char, child] of node.next) {
        let from = node.fail
        while (from && !from.next.has(char)) from = from.fail
        child.fail = from?.next.get(char) ?? this.#root
        child.shorter = child.fail.word ? child.fail : child.fail.shorter
        waiting.push(child)
      }
  }
}
