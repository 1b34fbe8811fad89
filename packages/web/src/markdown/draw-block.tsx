import { boxOf, type FormattedBlock, type ListItem } from '@parley/protocol/markdown/tree'
import type { ReactNode } from 'react'
import styles from './blocks.module.css'
import { CodeBlock } from './code-block'

type DrawBlocks = (blocks: ListItem['children']) => ReactNode

/** The display of bullets. Copies have them as typed. */
const bullets: Readonly<Record<string, string>> = { '-': '–', '*': '•' }

const shownSign = ({ sign, checked }: ListItem): string => {
  if (checked === undefined) return bullets[sign] ?? sign
  return isNumber(sign) ? `${sign} ${boxOf(checked)}` : boxOf(checked)
}

const isNumber = (sign: string): boolean => sign.length > 1

const listItem = (item: ListItem, key: string, inside: DrawBlocks): ReactNode => (
  <li key={key} className={styles.item}>
    <span className={styles.sign} data-sign={item.checked === undefined ? item.sign : shownSign(item)}>
      {shownSign(item)}
    </span>
    <div className={styles.content}>{inside(item.children)}</div>
  </li>
)

/**
 * Draws a quote, a list or a code block.
 * @param inside draws its content
 */
export const drawBlock = (block: FormattedBlock, inside: DrawBlocks): ReactNode => {
  switch (block.kind) {
    case 'code':
      return <CodeBlock text={block.text} language={block.language} />
    case 'quote':
      return <blockquote className={styles.quote}>{inside(block.children)}</blockquote>
    case 'list': {
      const items = block.items.map((item, at) => listItem(item, `${at}`, inside))
      const List = block.items.some(({ sign }) => isNumber(sign)) ? 'ol' : 'ul'
      return <List className={styles.list}>{items}</List>
    }
  }
}
