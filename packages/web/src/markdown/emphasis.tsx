import { isWide } from '@parley/protocol/markdown/scripts'
import type { Inline } from '@parley/protocol/markdown/tree'
import styles from './emphasis.module.css'

/** Splits a text where Chinese, Japanese or Korean begins and ends. */
export const scriptRuns = (text: string): { readonly text: string; readonly wide: boolean }[] => {
  const runs: { text: string; wide: boolean }[] = []
  for (const char of text) {
    const wide = isWide(char)
    const last = runs.at(-1)
    if (last?.wide === wide) last.text += char
    else runs.push({ text: char, wide })
  }
  return runs
}

const shown = (text: string): Inline[] =>
  scriptRuns(text).map((run): Inline => {
    if (!run.wide) return { kind: 'text', text: run.text }
    return { kind: 'shown', node: <span className={styles.wide}>{run.text}</span> }
  })

/** The content of emphasis. Chinese characters get dots below, since they are hard to read when slanted. */
export const emphasise = (nodes: readonly Inline[]): readonly Inline[] =>
  nodes.flatMap((node): readonly Inline[] => {
    if (node.kind === 'text') return shown(node.text)
    return 'children' in node ? [{ ...node, children: emphasise(node.children) }] : [node]
  })
