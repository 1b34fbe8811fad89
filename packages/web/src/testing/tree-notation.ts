import type { Block, Inline, ListItem } from '@parley/protocol/markdown/tree'

const inline = (node: Inline): string => {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'break':
      return '⏎'
    case 'code':
      return `{code ${node.text}}`
    case 'link':
      return `{${node.href} ${node.children.map(inline).join('')}}`
    case 'strong':
    case 'em':
    case 'del':
      return `{${node.kind} ${node.children.map(inline).join('')}}`
    case 'shown':
      return '{shown}'
  }
}

const item = ({ sign, checked, children }: ListItem): string =>
  `<${sign}${checked === undefined ? '' : checked ? '[x]' : '[ ]'} ${notation(children)}>`

const block = (node: Block): string => {
  switch (node.kind) {
    case 'paragraph':
      return node.children.map(inline).join('')
    case 'gap':
      return '¶'.repeat(node.lines)
    case 'code':
      return `{block${node.language === undefined ? '' : `:${node.language}`} ${node.text}}`
    case 'quote':
      return `{quote ${notation(node.children)}}`
    case 'list':
      return `{list ${node.items.map(item).join('')}}`
  }
}

/**
 * A tree in one line, for tests: `{strong a}`, `{https://a.test/ label}`, `{quote a}`, `{list <3. a>}`, `
 * ` and `¶` for line breaks.
 */
export const notation = (blocks: readonly Block[]): string => blocks.map(block).join('|')

export const linksOf = (nodes: readonly (Block | Inline | ListItem)[]): string[] =>
  nodes.flatMap((node) => {
    if ('href' in node) return [node.href]
    if ('items' in node) return linksOf(node.items)
    return 'children' in node ? linksOf(node.children) : []
  })
