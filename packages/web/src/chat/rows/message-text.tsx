import { Suspense } from 'react'
import { late } from '../../ui/late'
import type { Written } from '../markdown/late-markdown'
import { Markdown, useMarkdown } from '../markdown/markdown'
import type { MentionedTextProps } from './mentioned-text'

const MentionedText = late(async () => (await import('./mentioned-text')).MentionedText)

interface MessageTextProps extends Omit<MentionedTextProps, 'tree'> {
  /** Its body, or another object that stands for what it says. */
  readonly of: Written
}

/** The words of a message; those that name somebody are shown as such. */
export const MessageText = ({ of, ...props }: MessageTextProps) => {
  const { mentions, mentionsAll } = props.message
  const tree = useMarkdown(of)
  const plain = <Markdown tree={tree} />
  if (!mentions && !mentionsAll) return plain
  return (
    <Suspense fallback={plain}>
      <MentionedText {...props} tree={tree} />
    </Suspense>
  )
}
