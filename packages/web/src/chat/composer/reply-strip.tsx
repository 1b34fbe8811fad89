import type { ReplyTo } from '@parley/protocol'
import { Reply } from 'lucide-react'
import type { RefObject } from 'react'
import { useT } from '../../i18n'
import { usePaneNavigation, useRowLook } from '../pane-contexts'
import { useQuote } from '../rows/use-quote'
import { ComposerStrip } from './composer-strip'

interface ReplyStripProps {
  readonly replyTo: ReplyTo
  readonly onCancel: () => void
  readonly field: RefObject<HTMLElement | null>
}

/** The strip that shows the message being replied to, and its sender. */
export const ReplyStrip = ({ replyTo, onCancel, field }: ReplyStripProps) => {
  const t = useT()
  const { me } = useRowLook()
  const { jump } = usePaneNavigation()
  const quote = useQuote(replyTo)
  const found = quote.state === 'found'
  const name = found ? quote.name : ''
  const missing = quote.state === 'missing' ? t('quoteMissing') : ''
  return (
    <ComposerStrip
      icon={Reply}
      title={found && quote.senderId === me ? t('replyingToYou') : found ? t('replyingTo', { name }) : t('reply')}
      text={found ? quote.text : missing}
      cancelLabel={t('cancelReply')}
      onCancel={onCancel}
      field={field}
      onOpen={() => jump('', replyTo)}
    />
  )
}
