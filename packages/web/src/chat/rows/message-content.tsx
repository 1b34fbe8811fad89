import type { TextBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { MessageCircleWarning } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../../i18n'
import { emojiSize } from '../emoji-only'
import { CardContent } from './card-content'
import { foldedText } from './folded-text'
import { MediaContent } from './media-content'
import styles from './message-row.module.css'
import { MessageText } from './message-text'
import { PictureContent } from './picture-content'
import { VoiceRow } from './voice-row'

interface TextProps {
  readonly message: TimelineMessage
  readonly body: TextBody
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

interface LongTextProps extends TextProps {
  /** The beginning of the text. */
  readonly folded: { readonly text: string }
}

const LongText = ({ body, folded, ...props }: LongTextProps) => {
  const t = useT()
  const [open, setOpen] = useState(false)
  return (
    <>
      <div className={styles.fold} data-open={open || undefined}>
        <MessageText {...props} of={open ? body : folded} />
      </div>
      <button
        type="button"
        className={styles.more}
        tabIndex={props.reachable ? 0 : -1}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? t('showLessText') : t('showMoreText')}
      </button>
    </>
  )
}

interface GoneProps {
  readonly what: 'retractedMessage' | 'withheldMessage'
  readonly meta: ReactNode
}

/** Replaces a message whose text is gone. */
const Gone = ({ what, meta }: GoneProps) => {
  const t = useT()
  return (
    <div className={styles.text} data-message-text>
      <span className={styles.unsupported}>{t(what)}</span>
      {meta}
    </div>
  )
}

const Unsupported = ({ meta }: { readonly meta: ReactNode }) => {
  const t = useT()
  return (
    <div className={styles.text} data-message-text>
      <MessageCircleWarning className={styles.unsupportedIcon} size={16} strokeWidth={1.75} aria-hidden />
      <span className={styles.unsupported}>{t('unsupportedMessage')}</span>
      {meta}
    </div>
  )
}

const TextContent = ({ meta, ...props }: TextProps & { readonly meta: ReactNode }) => {
  const { body } = props
  const folded = foldedText(body)
  if (folded)
    return (
      <div className={styles.text} data-message-text dir="auto">
        <LongText {...props} folded={folded} />
        {meta}
      </div>
    )
  return (
    <div className={styles.text} data-message-text data-emoji={emojiSize(body.text)} dir="auto">
      <MessageText {...props} of={body} />
      {meta}
    </div>
  )
}

interface MessageContentProps extends Pick<TextProps, 'message' | 'reachable'> {
  readonly meta: ReactNode
}

/** The content of a message. `meta` joins the last line of its text. Kinds of newer servers show as unsupported. */
export const MessageContent = ({ message, meta, reachable }: MessageContentProps) => {
  const { body } = message
  switch (body.type) {
    case 'text':
      return <TextContent message={message} body={body} meta={meta} reachable={reachable} />
    case 'image':
      return <PictureContent message={message} body={body} meta={meta} reachable={reachable} />
    case 'location':
    case 'contact':
      return <CardContent message={message} body={body} meta={meta} reachable={reachable} />
    case 'voice':
      return <VoiceRow message={message} body={body} meta={meta} reachable={reachable} />
    case 'video':
    case 'file':
    case 'album':
      return <MediaContent message={message} body={body} meta={meta} reachable={reachable} />
    case 'retracted':
      return <Gone what="retractedMessage" meta={meta} />
    case 'withheld':
      return <Gone what="withheldMessage" meta={meta} />
    case 'system':
      return <Unsupported meta={meta} />
    default:
      body satisfies never
      return <Unsupported meta={meta} />
  }
}
