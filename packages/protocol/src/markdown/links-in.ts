import { writtenIn } from '../written-in'
import { urlsIn } from './addresses'
import { parseMarkdown } from './parse'
import { safeHref } from './safe-href'
import type { Block, Inline } from './tree'

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

/**
 * The web addresses in a message, each one once. Addresses in code, which the parser doesn't link, count only if there
 * are no others.
 */
export const linksIn = (body: Parameters<typeof writtenIn>[0]): readonly string[] => {
  const text = writtenIn(body)
  const found = parseMarkdown(text).flatMap(inBlock)
  const hrefs = found.length > 0 ? found : urlsIn(text)
  const safe = hrefs.flatMap((href) => safeHref(href) ?? [])
  return [...new Set(safe.filter((href) => /^https?:/i.test(href)))]
}
