import { Fragment, type ReactNode, useSyncExternalStore } from 'react'
import { persistently } from '../../ui/persistently'
import { CodeBlock } from './code-block'
import { LateMarkdown, type Written } from './late-markdown'
import styles from './markdown.module.css'
import type { Block, Inline } from './tree'

// Asked for with the chat itself and not part of it: most messages have nothing to format, and are shown before it comes.
const markdown = new LateMarkdown(
  persistently(() => import('./parse')).then(
    ({ parseMarkdown }) => parseMarkdown,
    // The server has another build by now: texts stay as they were written until the page is loaded anew.
    () => undefined,
  ),
)

// Trees are parsed once and never change, so a node's place is its identity.
const inlineNodes = (nodes: readonly Inline[]): ReactNode =>
  nodes.map((node, at) => {
    const key = `${at}`
    switch (node.kind) {
      case 'text':
        return <Fragment key={key}>{node.text}</Fragment>
      case 'break':
        return <br key={key} />
      case 'code':
        return (
          <code key={key} className={styles.code}>
            {node.text}
          </code>
        )
      case 'strong':
        return <strong key={key}>{inlineNodes(node.children)}</strong>
      case 'em':
        return <em key={key}>{inlineNodes(node.children)}</em>
      case 'del':
        return <del key={key}>{inlineNodes(node.children)}</del>
      case 'link':
        return (
          <a key={key} className={styles.link} href={node.href} title={node.href} target="_blank" rel={linkRel}>
            <bdi>{inlineNodes(node.children)}</bdi>
          </a>
        )
    }
    return null
  })

const linkRel = 'noopener noreferrer nofollow'

const listItem = (item: readonly Block[], key: string): ReactNode => <li key={key}>{blockNodes(item)}</li>

const blockNode = (block: Block, key: string): ReactNode => {
  switch (block.kind) {
    case 'paragraph':
      return (
        <div key={key} className={styles.paragraph} dir="auto">
          {inlineNodes(block.children)}
        </div>
      )
    case 'gap':
      return <div key={key} className={styles.gap} />
    case 'code':
      return <CodeBlock key={key} text={block.text} language={block.language} />
    case 'quote':
      return (
        <blockquote key={key} className={styles.quote}>
          {blockNodes(block.children)}
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((item, at) => listItem(item, `${at}`))
      return block.start === undefined ? (
        <ul key={key} className={styles.list}>
          {items}
        </ul>
      ) : (
        <ol key={key} className={styles.list} start={block.start}>
          {items}
        </ol>
      )
    }
  }
}

const blockNodes = (blocks: readonly Block[]): ReactNode => blocks.map((block, at) => blockNode(block, `${at}`))

/** A message's text. Its last paragraph flows inline, so that what follows (time and ticks) joins its last line. */
export const Markdown = ({ of }: { readonly of: Written }) => {
  const tree = useSyncExternalStore(markdown.once, () => markdown.of(of))
  return <div className={styles.markdown}>{blockNodes(tree)}</div>
}
