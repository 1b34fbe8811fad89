import type { MessageId, UserId } from '@parley/protocol'
import type { Reaction, TimelineMessage } from '@parley/sdk/api'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { openDialog } from '../../dialogs/dialog-store'
import { useFormat, useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { userName } from '../../people/chat-name'
import { Tooltip, useLongPress } from '../../ui'
import { useHistoryData, useMessageActions, useRowLook } from '../pane-contexts'
import styles from './reactions.module.css'
import { whoReacted } from './who-reacted'

/** Further emojis are collapsed. */
const shownChips = 8

const nothing = () => () => undefined

/** The reactions to a message, kept up to date. */
const useReactions = (id: MessageId): readonly Reaction[] | undefined => {
  const { reactions } = useHistoryData()
  return useSyncExternalStore(
    reactions?.subscribe ?? nothing,
    useCallback(() => reactions?.get().get(id), [reactions, id]),
  )
}

/** The people who reacted with this emoji, as text. */
const useWho = (reaction: Reaction): string => {
  const t = useT()
  const { me } = useRowLook()
  return useSelector((state) => {
    const nameOf = (id: UserId) => (state.users.has(id) ? userName(state, id, t) : undefined)
    return whoReacted(reaction, { t, me, nameOf })
  })
}

interface ChipProps {
  readonly message: TimelineMessage
  readonly reaction: Reaction
  /** Whether it is reachable with Tab. */
  readonly reachable: boolean
}

const Chip = ({ message, reaction, reachable }: ChipProps) => {
  const t = useT()
  const format = useFormat()
  const { react } = useMessageActions()
  const { emoji, count, mine } = reaction
  const who = useWho(reaction)
  const showAll = () => openDialog({ name: 'reactors', chatId: message.chatId, id: message.id, emoji })
  const { onPointerDown, ...press } = useLongPress(showAll)
  return (
    <Tooltip label={who} side="top">
      <button
        type="button"
        className={styles.chip}
        tabIndex={reachable ? 0 : -1}
        aria-pressed={mine}
        aria-label={t('reactionLabel', { emoji, count, who })}
        onClick={() => react(message, emoji)}
        {...press}
        // Long presses and the browser's menu open the list of people, not the message menu.
        onPointerDown={(event) => {
          event.stopPropagation()
          onPointerDown(event)
        }}
        onContextMenu={(event) => {
          event.preventDefault()
          event.stopPropagation()
          showAll()
        }}
      >
        <span className={styles.emoji}>{emoji}</span> <span className="tabular">{format.number(count)}</span>
      </button>
    </Tooltip>
  )
}

interface ReactionChipsProps {
  readonly message: TimelineMessage
  readonly reachable: boolean
}

/** The reactions below a message. A click adds or removes the viewer's own. */
export const ReactionChips = ({ message, reachable }: ReactionChipsProps) => {
  const t = useT()
  const [all, setAll] = useState(false)
  const list = useReactions(message.id)
  if (!list || message.body.type === 'retracted') return null
  const shown = all ? list : list.slice(0, shownChips)
  const more = list.length - shown.length
  return (
    <fieldset className={styles.chips} data-testid="reactions">
      <legend className="sr-only">{t('reactions')}</legend>
      {shown.map((reaction) => (
        <Chip key={reaction.emoji} message={message} reaction={reaction} reachable={reachable} />
      ))}
      {more > 0 && (
        <button
          type="button"
          className={styles.chip}
          tabIndex={reachable ? 0 : -1}
          aria-label={t('moreReactions', { count: more })}
          onClick={() => setAll(true)}
        >
          +{more}
        </button>
      )}
    </fieldset>
  )
}
