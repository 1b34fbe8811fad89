import { Suspense } from 'react'
import type { Written } from '../../markdown/lazy-markdown'
import { Markdown, useMarkdown } from '../../markdown/markdown'
import { TextStops } from '../../markdown/text-stops'
import { lazyPart } from '../../ui/lazy-part'
import type { MentionedTextProps } from './mentioned-text'

const MentionedText = lazyPart(async () => (await import('./mentioned-text')).MentionedText)

interface MessageTextProps extends Omit<MentionedTextProps, 'tree'> {
  /** The body, or another object that represents its text. */
  readonly of: Written
}

/** The text of a message, with its mentions. */
export const MessageText = ({ of, ...props }: MessageTextProps) => {
  const { mentions, mentionsAll } = props.message
  const tree = useMarkdown(of)
  const plain = <Markdown tree={tree} />
  return (
    <TextStops value={props.reachable ? 0 : -1}>
      {mentions || mentionsAll ? (
        <Suspense fallback={plain}>
          <MentionedText {...props} tree={tree} />
        </Suspense>
      ) : (
        plain
      )}
    </TextStops>
  )
}
