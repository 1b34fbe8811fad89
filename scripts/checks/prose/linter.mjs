import { readFileSync } from 'node:fs'
import dictionary from 'dictionary-en-gb'
import nspell from 'nspell'
import remarkParse from 'remark-parse'
import remarkRetext from 'remark-retext'
import retextEnglish from 'retext-english'
import retextIndefiniteArticle from 'retext-indefinite-article'
import retextRepeatedWords from 'retext-repeated-words'
import { unified } from 'unified'
import { VFile } from 'vfile'
import { banned, sentenceWords } from './vocabulary.mjs'

const sentencesIn = (node) => (node.type === 'SentenceNode' ? [node] : (node.children ?? []).flatMap(sentencesIn))

const textOf = (node) => node.value ?? node.children.map(textOf).join('')
const isWord = ({ type }) => type === 'WordNode' || type === 'SourceNode'

/**
 * "e.g." and the like. The parser also takes "ms." and many words before code or a lower-case letter for abbreviations.
 */
const isAbbreviation = (word) => /^(?:[A-Za-z]\.){2,}$|^(?:etc|vs|cf)\.$/.test(word)

/** True for a child that ends its sentence. */
const isEnd = (children, at) => {
  const [end, space] = children.slice(at, at + 2)
  if (space?.type !== 'WhiteSpaceNode') return false
  if (end.type === 'PunctuationNode') return /^[.!?]+$/.test(end.value)
  return end.type === 'WordNode' && textOf(end).endsWith('.') && !isAbbreviation(textOf(end))
}

/** Splits off sentences that begin with code, which the parser joins to the sentence before. */
const partsOf = ({ children }) => {
  const parts = [[]]
  for (const [at, child] of children.entries()) {
    if (child.type !== 'WhiteSpaceNode' || parts.at(-1).length > 0) parts.at(-1).push(child)
    if (isEnd(children, at)) parts.push([])
  }
  return parts
}

const plain = (node) => (node.type === 'SourceNode' ? '`' : textOf(node))

/** Finds sentences that are too long, and forms that the glossary replaces. */
const houseRules = () => (tree, file) => {
  for (const part of sentencesIn(tree).flatMap(partsOf)) {
    const place = part[0]?.position
    const words = part.filter(isWord).length
    if (words > sentenceWords) file.message(`a sentence of ${words} words, more than ${sentenceWords}`, { place })
    const text = part.map(plain).join('')
    for (const { form, instead } of banned) {
      const match = form.exec(text)
      if (match) file.message(`"${match[0]}": ${instead}`, { place })
    }
  }
}

/**
 * Finds words that neither the dictionary nor the project's list has. Names in code, with capitals or digits inside,
 * don't count as words.
 */
const spelling = (isKnown) => () => (tree, file) => {
  for (const sentence of sentencesIn(tree)) {
    for (const node of sentence.children) {
      const word = node.type === 'WordNode' ? textOf(node).replace(/’/g, "'") : ''
      if (/^[A-Za-z][a-z']*$/.test(word) && !isKnown(word))
        file.message(`"${word}": unknown word`, { place: node.position })
    }
  }
}

/** The project's words that the dictionary lacks, one per line. */
export const projectWords = () =>
  readFileSync(new URL('words.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((word) => word !== '')

const knownWords = (words) => {
  const speller = nspell(dictionary)
  const known = new Map(words.map((word) => [word, true]))
  return (word) => {
    const base = word.replace(/'s?$/, '')
    if (!known.has(word))
      known.set(
        word,
        known.get(base) ?? known.get(base.toLowerCase()) ?? (speller.correct(word) || speller.correct(base)),
      )
    return known.get(word)
  }
}

/** Returns a function that checks a Markdown text and returns `[{ line, reason }]`. */
export const createLinter = (words) => {
  const prose = unified()
    .use(retextEnglish)
    .use(retextIndefiniteArticle)
    .use(retextRepeatedWords)
    .use(houseRules)
    .use(spelling(knownWords(words)))
  const processor = unified().use(remarkParse).use(remarkRetext, prose)
  return async (text) => {
    const file = new VFile(text)
    await processor.run(processor.parse(file), file)
    const findings = file.messages.map(({ line, reason }) => ({ line: line ?? 1, reason }))
    return findings.sort((a, b) => a.line - b.line)
  }
}
