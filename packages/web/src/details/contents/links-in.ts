import type { StoredBody } from '@parley/protocol'
import { urlsIn } from '../../markdown/addresses'
import { parseMarkdown } from '../../markdown/parse'
import { safeHref } from '../../markdown/safe-href'
import type { Block, Inline } from '../../markdown/tree'

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
      return block.items.flatMap(({ children }) => children.flatMap(inBlock))
    case 'gap':
    case 'code':
      return []
  }
}

const textOf = (body: StoredBody): string => {
  if (body.type === 'text') return body.text
  return ('caption' in body && body.caption) || ''
}

/**
 * The web addresses in a message, each one once. Addresses in code, which the parser doesn't link, count only if there
 * are no others.
 */
export const linksIn = (body: StoredBody): readonly string[] => {
  const text = textOf(body)
  const found = parseMarkdown(text).flatMap(inBlock)
  const hrefs = found.length > 0 ? found : urlsIn(text)
  const safe = hrefs.flatMap((href) => safeHref(href) ?? [])
  return [...new Set(safe.filter((href) => /^https?:/i.test(href)))]
}

/** A readable address: `example.com/page`. */
export const shownAddress = (href: string): string => href.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
