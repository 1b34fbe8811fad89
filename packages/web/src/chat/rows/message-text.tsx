import { Suspense } from 'react'
import { late } from '../../ui/late'
import { Markdown } from '../markdown/markdown'
import type { MentionedTextProps } from './mentioned-text'

const MentionedText = late(async () => (await import('./mentioned-text')).MentionedText)

/** The words of a message; those that name somebody are shown as such. */
export const MessageText = (props: MentionedTextProps) => {
  const { mentions, mentionsAll } = props.message
  const plain = <Markdown tree={props.tree} />
  if (!mentions && !mentionsAll) return plain
  return (
    <Suspense fallback={plain}>
      <MentionedText {...props} />
    </Suspense>
  )
}
