import jsTokens from 'js-tokens'
import { isTest } from '../project-files.mjs'

const isString = ({ type }) => type === 'StringLiteral' || type === 'NoSubstitutionTemplate'
const isComment = ({ type }) => type === 'MultiLineComment' || type === 'SingleLineComment'
const isSpace = ({ type }) => type === 'WhiteSpace' || type === 'LineTerminatorSequence'

const unquoted = (value) =>
  value
    .slice(1, -1)
    .replace(/\\n/g, '\n')
    .replace(/\\(['"`\\])/g, '$1')

/** The text of a comment without its markers, one entry for each line of the source. */
const commentText = (value) =>
  value
    .replace(/^\/\*+|\*+\/$/g, '')
    .replace(/^\/\/+/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s*/, '').trimEnd())

/** Directives for compilers and linters, and paths of type packages, aren't prose. */
const isDirective = (value) => /^\/\/\/|^\/[/*]+\s*(@|eslint|biome|#)|^#!/.test(value)

const tokensOf = (source, isJsx) => {
  let line = 1
  return [...jsTokens(source, { jsx: isJsx })].map(({ type, value }) => {
    const token = { type, value, line }
    if (type === 'LineTerminatorSequence') line++
    else if (value.includes('\n')) line += value.split('\n').length - 1
    return token
  })
}

/** Splits a comment into one passage for the description and one for each tag, such as `@param`. */
const byTag = ({ line, lines }) => {
  const starts = lines.flatMap((text, index) => (index === 0 || text.startsWith('@') ? [index] : []))
  return starts.map((start, at) => ({
    line: line + start,
    lines: lines.slice(start, starts[at + 1]).map((text) => text.replace(/^@\w+\s*/, '')),
  }))
}

/** Comments. Consecutive `//` lines form one passage. */
const commentPassages = (tokens) => {
  const passages = []
  let open
  for (const token of tokens) {
    if (isComment(token) && !isDirective(token.value)) {
      const { line } = token
      const isNext = token.type === 'SingleLineComment' && open?.isLine && line === open.line + open.lines.length
      if (isNext) open.lines.push(...commentText(token.value))
      else {
        open = { line, isLine: token.type === 'SingleLineComment', lines: commentText(token.value) }
        passages.push(open)
      }
    } else if (!isSpace(token)) open = undefined
  }
  return passages.flatMap(byTag)
}

const stringPassage = (token) => {
  const lines = unquoted(token.value).split('\n')
  return { line: token.line, lines: token.value.includes('\n') ? lines : [lines.join(' ')] }
}

/** Strings that people read. `isProse` recognises them by the code before them. */
const stringPassages = (tokens, isProse) => {
  const code = tokens.filter((token) => !isSpace(token) && !isComment(token))
  return code.flatMap((token, at) => (isString(token) && isProse(code, at) ? [stringPassage(token)] : []))
}

const isTitle = (code, at) =>
  code[at - 1]?.value === '(' && /^(test|it|describe|each|step)$/.test(code[at - 2]?.value ?? '')

const isValue = (code, at) => code[at - 1]?.value === ':' && /Name|Literal/.test(code[at - 2]?.type ?? '')

const isDoc = (code, at) => isValue(code, at) && /^(doc|invalid|message|description|summary)$/.test(code[at - 2].value)

const isSentence = (code, at) => / .*[.!?]['"`]$/.test(code[at].value)

const prosesOf = (path) => {
  if (isTest(path)) return isTitle
  if (/\/i18n\/words\/en[^/]*\.ts$/.test(path)) return isValue
  return (code, at) => isDoc(code, at) || isSentence(code, at)
}

/** The prose of a source file: comments, doc strings, texts of the catalogs, titles of tests. */
export const codePassages = (path, source) => {
  const tokens = tokensOf(source, path.endsWith('x'))
  const passages = [...commentPassages(tokens), ...stringPassages(tokens, prosesOf(path))]
  return passages.sort((a, b) => a.line - b.line).map(({ line, lines }) => ({ line, lines: [...lines, ''] }))
}

/**
 * Splits a document into passages. Each table cell is a passage, because otherwise a row would count as one sentence.
 */
export const markdownPassages = (source) => {
  let isCode = false
  return source.split('\n').flatMap((text, index) => {
    if (/^\s*```/.test(text)) isCode = !isCode
    const isRow = !isCode && /^\s*\|.*\|\s*$/.test(text)
    const cells = isRow
      ? text
          .trim()
          .slice(1, -1)
          .split(/(?<!\\)\|/)
      : [text]
    return cells.map((cell) => ({ line: index + 1, lines: isRow ? [cell.trim(), ''] : [cell] }))
  })
}

/** Joins all passages into one Markdown text, and maps each of its lines to a line of the source. */
export const joined = (passages) => {
  const lines = passages.flatMap(({ line, lines: texts }) => texts.map((text, index) => ({ text, line: line + index })))
  return { text: lines.map(({ text }) => text).join('\n'), sourceLines: lines.map(({ line }) => line) }
}
