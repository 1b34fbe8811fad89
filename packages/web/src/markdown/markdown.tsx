import type { Block, Inline } from '@parley/protocol/markdown/tree'
import { Fragment, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Written } from './lazy-markdown'
import styles from './markdown.module.css'
import { messageMarkdown } from './message-markdown'
import { TextStops } from './text-stops'

const Link = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <a className={styles.link} href={href} title={href} target="_blank" rel={linkRel} tabIndex={useContext(TextStops)}>
    <bdi>{children}</bdi>
  </a>
)

// Trees are parsed once and never change, so a node's index is its identity.
const inlineNodes = (nodes: readonly Inline[]): ReactNode =>
  nodes.map((node, at) => {
    const key = `${at}`
    switch (node.kind) {
      case 'text':
        return <Fragment key={key}>{node.text}</Fragment>
      case 'shown':
        return <Fragment key={key}>{node.node as ReactNode}</Fragment>
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
        return <em key={key}>{inlineNodes(messageMarkdown.emphasise?.(node.children) ?? node.children)}</em>
      case 'del':
        return <del key={key}>{inlineNodes(node.children)}</del>
      case 'link':
        return (
          <Link key={key} href={node.href}>
            {inlineNodes(node.children)}
          </Link>
        )
    }
    return null
  })

const linkRel = 'noopener noreferrer nofollow'

const firstGapPx = 10
const linePx = 20

/** The code that loads with the parser draws the blocks that only formatted texts have. */
const blockNode = (block: Block, key: string): ReactNode => {
  switch (block.kind) {
    case 'paragraph':
      return (
        <div key={key} className={styles.paragraph} dir="auto">
          {inlineNodes(block.children)}
        </div>
      )
    case 'gap':
      return <div key={key} data-gap={block.lines} style={{ height: firstGapPx + (block.lines - 1) * linePx }} />
    default:
      return <Fragment key={key}>{messageMarkdown.draw?.(block, blockNodes)}</Fragment>
  }
}

const blockNodes = (blocks: readonly Block[]): ReactNode => blocks.map((block, at) => blockNode(block, `${at}`))

/** The display of a text: as written until the parser has loaded, formatted afterwards. */
export const useMarkdown = (of: Written): readonly Block[] =>
  useSyncExternalStore(messageMarkdown.once, () => messageMarkdown.of(of))

/**
 * A parsed message text. The last paragraph flows inline, so that the following content (time and ticks) joins its last
 * line.
 */
export const Markdown = ({ tree }: { readonly tree: readonly Block[] }) => (
  <div className={styles.markdown}>{blockNodes(tree)}</div>
)

/** A text without mentions. */
export const WrittenText = ({ of }: { readonly of: Written }) => <Markdown tree={useMarkdown(of)} />
