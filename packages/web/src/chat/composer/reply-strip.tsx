import type { ReplyTo } from '@parley/protocol'
import { Reply } from 'lucide-react'
import { useT } from '../../i18n'
import { useRowSurroundings } from '../rows/row-context'
import { useQuote } from '../rows/use-quote'
import { ComposerStrip } from './composer-strip'

interface ReplyStripProps {
  readonly replyTo: ReplyTo
  readonly onCancel: () => void
}

/** Whom and what the message that is being written answers. */
export const ReplyStrip = ({ replyTo, onCancel }: ReplyStripProps) => {
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
      onOpen={() => actions.jump('', replyTo)}
    />
  )
}
