import { Lexer, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked'
import { isTame } from './is-tame'
import { isMisleading, safeHref } from './safe-href'
import { type Block, type Inline, plainTree } from './tree'

const off = (): undefined => undefined
/** Punctuation of Chinese text directly after an address does not belong to it. */
const wideEnd = /[\u3000-\u303f\uff01-\uff5e“”‘’…—]/

const urlTokenizer = new Tokenizer()

/** The subset: what is off stays text. Quotes need a space after `>`, so that `>:(` stays a face. */
const subset = (): Tokenizer => {
  const tokenizer = new Tokenizer()
  const { blockquote, url } = urlTokenizer
  return Object.assign(tokenizer, {
    html: off,
    tag: off,
    def: off,
    table: off,
    heading: off,
    lheading: off,
    reflink: off,
    code: off,
    hr: off,
    blockquote: (src: string) => (/^ {0,3}>(?: |\n|$)/.test(src) ? blockquote.call(tokenizer, src) : undefined),
    url: (src: string) => {
      const end = src.search(wideEnd)
      return url.call(tokenizer, end < 0 ? src : src.slice(0, end))
    },
  })
}

const text = (value: string): Inline[] => (value === '' ? [] : [{ kind: 'text', text: value }])

const linkOf = (token: Tokens.Link): Inline[] => {
  const href = safeHref(token.href)
  if (href === undefined) return text(token.raw)
  const label = isMisleading(token.text, href) ? text(token.href) : inlines(token.tokens)
  return [{ kind: 'link', href, children: label.length > 0 ? label : text(token.href) }]
}

const inline = (token: MarkedToken): Inline[] => {
  switch (token.type) {
    case 'text':
      return token.tokens ? inlines(token.tokens) : text(token.text)
    case 'escape':
      return text(token.text)
    case 'br':
      return [{ kind: 'break' }]
    case 'codespan':
      return [{ kind: 'code', text: token.text }]
    case 'strong':
    case 'em':
    case 'del':
      return [{ kind: token.type, children: inlines(token.tokens) }]
    case 'link':
      return linkOf(token)
    case 'checkbox':
      return text(token.checked ? '☑ ' : '☐ ')
    default:
      return text(token.raw)
  }
}

// Every token type of an extension is `Generic`; none is registered, so each is one of marked's own.
const inlines = (tokens: readonly Token[]): Inline[] => tokens.flatMap((token) => inline(token as MarkedToken))

const isBlock = (token: Token): boolean => ['paragraph', 'space', 'code', 'blockquote', 'list'].includes(token.type)

/** Blocks of a list item or quote; loose inline tokens between them become paragraphs. */
const blocks = (tokens: readonly Token[]): Block[] => {
  const found: Block[] = []
  let loose: Inline[] = []
  const flush = () => {
    if (loose.length > 0) found.push({ kind: 'paragraph', children: loose })
    loose = []
  }
  for (const token of tokens as readonly MarkedToken[]) {
    if (!isBlock(token)) loose.push(...inline(token))
    else {
      flush()
      found.push(...block(token))
    }
  }
  flush()
  return trimGaps(found)
}

const trimGaps = (found: readonly Block[]): Block[] =>
  found.filter((one, at) => one.kind !== 'gap' || (at > 0 && at < found.length - 1 && found[at - 1]?.kind !== 'gap'))

const block = (token: MarkedToken): Block[] => {
  switch (token.type) {
    case 'space':
      return [{ kind: 'gap' }]
    case 'code':
      return [{ kind: 'code', text: token.text, ...(token.lang ? { language: token.lang } : {}) }]
    case 'blockquote':
      return [quoteOf(token)]
    case 'list':
      return [listOf(token)]
    case 'paragraph':
      return [{ kind: 'paragraph', children: inlines(token.tokens) }]
    default:
      return [{ kind: 'paragraph', children: inline(token) }]
  }
}

/** A quote or list without any content is what somebody typed, not a quote or list. */
const quoteOf = (token: Tokens.Blockquote): Block => {
  const children = blocks(token.tokens)
  return children.length > 0 ? { kind: 'quote', children } : { kind: 'paragraph', children: text(token.raw.trim()) }
}

const listOf = (token: Tokens.List): Block => {
  if (token.items.every((item) => item.tokens.length === 0))
    return { kind: 'paragraph', children: text(token.raw.trim()) }
  const items = token.items.map((item) => blocks(item.tokens))
  return { kind: 'list', items, ...(typeof token.start === 'number' ? { start: token.start } : {}) }
}

/**
 * Parses a message's text into the markdown subset that chats show. Never throws: what cannot be parsed, or would take
 * long, comes back as it was written.
 */
export const parseMarkdown = (source: string): readonly Block[] => {
  if (!isTame(source)) return plainTree(source)
  try {
    const tree = blocks(new Lexer({ gfm: true, breaks: true, tokenizer: subset() }).lex(source))
    return tree.length > 0 ? tree : plainTree(source)
  } catch {
    return plainTree(source)
  }
}
