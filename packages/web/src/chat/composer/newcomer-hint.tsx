import type { ChatId } from '@parley/protocol'
import { linksIn } from '@parley/protocol/markdown/links-in'
import { useFormat, useT } from '../../i18n'
import { endText } from '../../i18n/durations'
import { useSelector } from '../../lib/client'
import { peerOf } from '../../people/chat-name'
import { relationOf } from '../../people/relation'
import styles from './composer.module.css'

interface NewcomerHintProps {
  readonly chatId: ChatId
  readonly text: string
}

/** Tells the owner of a new account that this chat takes no links from them yet. */
export const NewcomerHint = ({ chatId, text }: NewcomerHintProps) => {
  const t = useT()
  const format = useFormat()
  const { until, takesLinks } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const peer = entry && peerOf(state, entry)
    const isOwn = entry?.chat.kind === 'direct' && peer === undefined
    return {
      until: state.newcomerUntil ?? 0,
      takesLinks: isOwn || (peer !== undefined && relationOf(state, peer) === 'friends'),
    }
  })
  if (takesLinks || linksIn({ type: 'text', text }).length === 0) return null
  return (
    <div className={styles.count} role="status" data-testid="newcomer-hint">
      {t('newcomerLink', { time: endText(format, until) })}
    </div>
  )
}
