import type { StoredBody } from '@parley/protocol'
import { parseMarkdown } from '../../chat/markdown/parse'
import { safeHref } from '../../chat/markdown/safe-href'
import type { Block, Inline } from '../../chat/markdown/tree'

const inText = (inlines: readonly Inline[]): readonly string[] =>
  inlines.flatMap((inline) => {
    if (inline.kind === 'link') return [inline.href]
    return 'children' in inline ? inText(inline.children) : []
  })

const inBlock = (block: Block): readonly string[] => {
  switch (block.kind) {
    case 'paragraph':
      return inText(block.children)
    case 'quote':
      return block.children.flatMap(inBlock)
    case 'list':
      return block.items.flat().flatMap(inBlock)
    case 'gap':
    case 'code':
      return []
  }
}

const textOf = (body: StoredBody): string => {
  if (body.type === 'text') return body.text
  return ('caption' in body && body.caption) || ''
}

/** Addresses in code, which the parser leaves alone. */
const inCode = (text: string): readonly string[] => text.match(/https?:\/\/[^\s`<>"]+/gi) ?? []

/** The web addresses in a message, each one once; those in code only where there is no other. */
export const linksIn = (body: StoredBody): readonly string[] => {
  const text = textOf(body)
  const found = parseMarkdown(text).flatMap(inBlock)
  const hrefs = found.length > 0 ? found : inCode(text)
  const safe = hrefs.flatMap((href) => safeHref(href) ?? [])
  return [...new Set(safe.filter((href) => /^https?:/i.test(href)))]
}

/** An address as people read it: `example.com/page`. */
export const shownAddress = (href: string): string => href.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
