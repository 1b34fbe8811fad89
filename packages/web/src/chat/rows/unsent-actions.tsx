import type { TimelineMessage } from '@parley/sdk/api'
import { CircleAlert, Clock3 } from 'lucide-react'
import { openDialog } from '../../dialogs/dialog-store'
import { errorText, type T, useFormat, useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { peerOf } from '../../people/chat-name'
import { useOutboxActions } from '../pane-contexts'
import styles from './message-row.module.css'

interface UnsentActionsProps {
  readonly message: TimelineMessage
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

/** A friend who removed the viewer stays in the viewer's list. Only a message that fails reveals the removal. */
const useRequestAgain = ({ chatId, error }: TimelineMessage): (() => void) | undefined => {
  const peer = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry && peerOf(state, entry)
  })
  return error === 'not_friends' && peer ? () => openDialog({ name: 'addFriend', userId: peer }) : undefined
}

/** Why a message was refused. Undefined while that is unknown. */
const failureText = ({ body, error }: TimelineMessage, t: T): string | undefined => {
  if (error === 'not_found' && body.type === 'contact') return t('contactRefused')
  return error && errorText(t, error)
}

/** Whether the text of a failed message can go back into the composer. A forwarded text belongs to its original author. */
const useMayEdit = ({ chatId, body, forwardedFrom }: TimelineMessage): boolean => {
  const isOpen = useSelector((state) => state.chats.get(chatId)?.writeRefused === undefined)
  return isOpen && body.type === 'text' && forwardedFrom === undefined
}

const Failed = ({ message, reachable }: UnsentActionsProps) => {
  const t = useT()
  const { retry, discard, edit } = useOutboxActions()
  const { id } = message
  const reason = failureText(message, t)
  const requestAgain = useRequestAgain(message)
  const mayEdit = useMayEdit(message)
  const tabIndex = reachable ? 0 : -1
  return (
    <div className={styles.failed}>
      <div>
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span>{reason === undefined ? t('statusFailed') : t('notSentBecause', { reason })}</span>
      </div>
      <div>
        {requestAgain && (
          <button type="button" tabIndex={tabIndex} onClick={requestAgain}>
            {t('sendRequest')}
          </button>
        )}
        {mayEdit && (
          <button type="button" tabIndex={tabIndex} onClick={() => edit(message)}>
            {t('editMessage')}
          </button>
        )}
        <button type="button" tabIndex={tabIndex} onClick={() => retry(id)}>
          {t('retrySend')}
        </button>
        <button type="button" tabIndex={tabIndex} onClick={() => discard(id)}>
          {t('deleteUnsent')}
        </button>
      </div>
    </div>
  )
}

/** A message that waits until the flood brake's mute ends. */
const Held = ({ message, until, reachable }: UnsentActionsProps & { readonly until: number }) => {
  const t = useT()
  const format = useFormat()
  const { discard } = useOutboxActions()
  return (
    <div className={styles.failed} data-held>
      <div>
        <Clock3 size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span>{t('heldUntil', { when: format.dateTime(until) })}</span>
      </div>
      <div>
        <button type="button" tabIndex={reachable ? 0 : -1} onClick={() => discard(message.id)}>
          {t('deleteUnsent')}
        </button>
      </div>
    </div>
  )
}

/** Why an own message isn't sent, and the next steps. */
export const UnsentActions = ({ message, reachable }: UnsentActionsProps) =>
  message.until === undefined ? (
    <Failed message={message} reachable={reachable} />
  ) : (
    <Held message={message} until={message.until} reachable={reachable} />
  )
