import type { ReplyTo } from '@parley/protocol'
import { Reply } from 'lucide-react'
import type { RefObject } from 'react'
import { useT } from '../../i18n'
import { useRowSurroundings } from '../rows/row-context'
import { useQuote } from '../rows/use-quote'
import { ComposerStrip } from './composer-strip'

interface ReplyStripProps {
  readonly replyTo: ReplyTo
  readonly onCancel: () => void
  readonly field: RefObject<HTMLElement | null>
}

/** Whom and what the message that is being written answers. */
export const ReplyStrip = ({ replyTo, onCancel, field }: ReplyStripProps) => {
  const t = useT()
  const { me, actions } = useRowSurroundings()
  const quote = useQuote(replyTo)
  const found = quote.standing === 'found'
  const name = found ? quote.name : ''
  const missing = quote.standing === 'missing' ? t('quoteMissing') : ''
  return (
    <ComposerStrip
      icon={Reply}
      title={found && quote.senderId === me ? t('replyingToYou') : found ? t('replyingTo', { name }) : t('reply')}
      text={found ? quote.text : missing}
      cancelLabel={t('cancelReply')}
      onCancel={onCancel}
      field={field}
      onOpen={() => actions.jump('', replyTo)}
    />
  )
}
