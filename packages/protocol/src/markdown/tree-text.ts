import { type Block, boxOf, type Inline } from './tree'

/** The text of nodes as shown. */
export const inlineText = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'break') return '\n'
      if ('text' in node) return node.text
      return 'children' in node ? inlineText(node.children) : ''
    })
    .join('')

const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
      return inlineText(block.children)
    case 'gap':
      return '\n'.repeat(block.lines - 1)
    case 'code':
      return block.language === undefined ? block.text : `${block.language}\n${block.text}`
    case 'quote':
      return treeText(block.children)
    case 'list':
      return block.items.map(({ sign, checked, children }) => signText(sign, checked) + treeText(children)).join('\n')
  }
}

const signText = (sign: string, checked: boolean | undefined): string => {
  if (checked === undefined) return `${sign} `
  return sign.length > 1 ? `${sign} ${boxOf(checked)} ` : `${boxOf(checked)} `
}

/** The text of a message as shown, without formatting marks. */
export const treeText = (blocks: readonly Block[]): string => blocks.map(blockText).join('\n')
