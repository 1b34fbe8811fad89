import type { MessageId, UserId } from '@parley/protocol'
import type { Reaction, TimelineMessage } from '@parley/sdk/api'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { useSelector } from '../../client'
import { openDialog } from '../../dialogs/dialog-store'
import { useFormat, useT } from '../../i18n'
import { userName } from '../../people/chat-name'
import { Tooltip, useLongPress } from '../../ui'
import { useRowSurroundings } from '../rows/row-context'
import styles from './reactions.module.css'
import { whoReacted } from './who-reacted'

/** More emojis than these stand behind one more press. */
const shownChips = 8

const nothing = () => () => undefined

/** The reactions to a message, kept current. */
const useReactions = (id: MessageId): readonly Reaction[] | undefined => {
  const { reactions } = useRowSurroundings()
  return useSyncExternalStore(
    reactions?.subscribe ?? nothing,
    useCallback(() => reactions?.get().get(id), [reactions, id]),
  )
}

/** Who reacted so, in words. */
const useWho = (reaction: Reaction): string => {
  const t = useT()
  const { me } = useRowSurroundings()
  return useSelector((state) => {
    const nameOf = (id: UserId) => (state.users.has(id) ? userName(state, id, t) : undefined)
    return whoReacted(reaction, { t, me, nameOf })
  })
}

interface ChipProps {
  readonly message: TimelineMessage
  readonly reaction: Reaction
  /** By Tab. */
  readonly reachable: boolean
}

const Chip = ({ message, reaction, reachable }: ChipProps) => {
  const t = useT()
  const format = useFormat()
  const { actions } = useRowSurroundings()
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
        onClick={() => actions.react(message, emoji)}
        {...press}
        // A finger that rests, and the menu of the browser, are about who reacted, not about the message.
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

/** How people reacted to a message, below it; a press reacts the same way, or takes that back. */
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
