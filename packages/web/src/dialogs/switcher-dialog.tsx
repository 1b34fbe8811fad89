import type { ChatId } from '@parley/protocol'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { shownChats } from '../list/shown-chats'
import { unreadText } from '../list/unread-text'
import { ChatAvatar } from '../people/chat-avatar'
import { useChatName } from '../people/chat-name'
import { paths } from '../shell/places'
import { Badge, cx, Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

const mostRows = 12

interface OptionProps {
  readonly id: string
  readonly chatId: ChatId
  readonly active: boolean
  readonly onPick: () => void
}

const Option = ({ id, chatId, active, onPick }: OptionProps) => {
  const name = useChatName(chatId)
  const unread = useSelector((state) => state.chats.get(chatId)?.unread ?? 0)
  return (
    <div
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={active}
      // Before the field would lose the focus; keys are the field's own.
      onPointerDown={onPick}
      className={cx(
        'flex h-44 cursor-pointer items-center gap-12 rounded-10 px-12',
        active ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <ChatAvatar chatId={chatId} size={32} />
      <bdi className="min-w-0 flex-1 truncate text-ui text-text">{name}</bdi>
      {unread > 0 && <Badge>{unreadText(unread)}</Badge>}
    </div>
  )
}

/** Goes to a chat by the first letters of its name. */
export const SwitcherDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const all = useSelector((state) => shownChats(state, { filter: 'all', query, open: undefined, t }))
  const chats = all.slice(0, mostRows)
  const pick = (chatId: ChatId | undefined) => {
    if (!chatId) return
    navigate(paths.chat(chatId))
    closeDialog()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((chats.length + at + step) % Math.max(1, chats.length))
    else if (event.key === 'Enter') pick(chats[at])
    else return
    event.preventDefault()
  }
  const retype = (next: string) => {
    setQuery(next)
    setAt(0)
  }
  return (
    <Dialog open={open} onClose={closeDialog} title={t('shortcutSwitcher')} width={560} high initialFocus={field}>
      <input
        ref={field}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chats[at] && `${listId}-${at}`}
        aria-label={t('switcherPlaceholder')}
        placeholder={t('switcherPlaceholder')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => retype(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-48 w-full rounded-10 bg-hover px-16 text-message text-text outline-none focus:bg-surface focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:text-touch"
      />
      <div role="listbox" id={listId} aria-label={t('chats')} className="-mx-12 mt-8 min-h-96">
        {chats.map((chatId, index) => (
          <Option
            key={chatId}
            id={`${listId}-${index}`}
            chatId={chatId}
            active={index === at}
            onPick={() => pick(chatId)}
          />
        ))}
      </div>
      {chats.length === 0 && <p className="py-16 text-small text-text-2">{t('noMatchTitle')}</p>}
    </Dialog>
  )
}
