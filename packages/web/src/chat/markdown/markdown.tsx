import { Fragment, type ReactNode, useSyncExternalStore } from 'react'
import { CodeBlock } from './code-block'
import type { Written } from './late-markdown'
import styles from './markdown.module.css'
import { messageMarkdown } from './message-markdown'
import type { Block, Inline } from './tree'

// Trees are parsed once and never change, so a node's place is its identity.
const inlineNodes = (nodes: readonly Inline[]): ReactNode =>
  nodes.map((node, at) => {
    const key = `${at}`
    switch (node.kind) {
      case 'text':
        return <Fragment key={key}>{node.text}</Fragment>
      case 'shown':
        return <Fragment key={key}>{node.node}</Fragment>
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

/** What a text is shown as: as it was written until the parser is there, formatted from then on. */
export const useMarkdown = (of: Written): readonly Block[] =>
  useSyncExternalStore(messageMarkdown.once, () => messageMarkdown.of(of))

/** A parsed message text. The last paragraph flows inline, so that what follows (time and ticks) joins its last line. */
export const Markdown = ({ tree }: { readonly tree: readonly Block[] }) => (
  <div className={styles.markdown}>{blockNodes(tree)}</div>
)

/** A text that names nobody. */
export const WrittenText = ({ of }: { readonly of: Written }) => <Markdown tree={useMarkdown(of)} />
