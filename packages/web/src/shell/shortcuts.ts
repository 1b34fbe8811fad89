import type { ChatId } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import { useEffect } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import type { Key } from '../i18n/catalog'
import { languageStore } from '../i18n/language'
import { useClient } from '../lib/client'
import { focusNextPane } from '../navigation/focus-panes'
import { listStore } from '../navigation/list-store'
import { isOverlayOpen } from '../navigation/overlay-open'
import { goBack, paths, placeOf } from '../navigation/places'
import { isComposing, onMac, pressed } from '../navigation/pressed'
import { isUnread } from '../people/unread'
import { toast } from '../ui'
import { chatAfter, pinnedInList } from './chat-steps'

export interface Shortcut {
  /** In the format of `pressed`. */
  readonly keys: string
  readonly label: Key & `shortcut${string}`
  /** The help shows this instead. False for further ones of several that share a line. */
  readonly shownAs?: string | false
  /** Returns false if there is nothing to do. The key then keeps its default effect. */
  readonly run: (client: Client) => boolean
}

const openChatId = (): ChatId | undefined => {
  const place = placeOf(location.pathname)
  return place.pane === 'chat' ? place.chatId : undefined
}

/** Goes `step` chats down (up) the list, wrapping around. With `unread`, skips chats without unread messages. */
const goBy =
  (step: 1 | -1, wanted: 'any' | 'unread') =>
  (client: Client): boolean => {
    const { chats } = client.state.get()
    const { shown } = listStore.getState()
    const isWanted = (id: ChatId) => {
      const entry = chats.get(id)
      return entry !== undefined && (wanted === 'any' || isUnread(entry))
    }
    const target = chatAfter({ shown, open: openChatId(), step, isWanted })
    if (!target) return false
    navigate(paths.chat(target))
    return true
  }

const always = (run: () => void) => (): boolean => {
  run()
  return true
}

const goToPinned =
  (at: number) =>
  (client: Client): boolean => {
    const target = pinnedInList(client.state.get(), listStore.getState().shown)[at]
    if (!target) return false
    navigate(paths.chat(target))
    return true
  }

/** Marks all chats as read. Undo marks them as unread by hand. */
const readAll = (client: Client): boolean => {
  const { chats } = client.state.get()
  const unread = [...chats.values()].filter(isUnread).map(({ id }) => id)
  if (unread.length === 0) return false
  for (const id of unread) client.markChatRead(id)
  const { t } = languageStore.getState()
  const again = () => {
    for (const id of unread) client.markUnread(id, true).catch(() => undefined)
  }
  toast(t('allRead'), { action: { label: t('undo'), onSelect: again } })
  return true
}

const closeDetails = (): boolean => {
  const place = placeOf(location.pathname)
  if (place.pane !== 'chat' || !place.details) return false
  goBack(paths.chat(place.chatId))
  return true
}

/** The single table of the shell's shortcuts. It binds them, and the help shows it. */
export const shortcuts: readonly Shortcut[] = [
  { keys: 'Mod+K', label: 'shortcutSwitcher', run: always(() => openDialog({ name: 'switcher' })) },
  { keys: 'Alt+ArrowDown', label: 'shortcutNextChat', run: goBy(1, 'any') },
  { keys: 'Alt+ArrowUp', label: 'shortcutPreviousChat', run: goBy(-1, 'any') },
  { keys: 'Alt+Shift+ArrowDown', label: 'shortcutNextUnread', run: goBy(1, 'unread') },
  { keys: 'Alt+Shift+ArrowUp', label: 'shortcutPreviousUnread', run: goBy(-1, 'unread') },
  {
    keys: onMac ? 'Ctrl+Alt+N' : 'Alt+N',
    label: 'shortcutNewChat',
    run: always(() => openDialog({ name: 'newChat' })),
  },
  ...Array.from(
    { length: 9 },
    (_, at): Shortcut => ({
      keys: `${onMac ? 'Ctrl+' : ''}Alt+${at + 1}`,
      label: 'shortcutPinned',
      shownAs: at === 0 && `${onMac ? 'Ctrl+' : ''}Alt+1…9`,
      run: goToPinned(at),
    }),
  ),
  { keys: 'Shift+Escape', label: 'shortcutReadAll', run: readAll },
  { keys: 'F6', label: 'shortcutNextPane', run: always(() => focusNextPane('forward')) },
  { keys: 'Shift+F6', label: 'shortcutPreviousPane', run: always(() => focusNextPane('back')) },
  { keys: 'Escape', label: 'shortcutEscape', run: closeDetails },
  { keys: '?', label: 'shortcutHelp', run: always(() => openDialog({ name: 'shortcuts' })) },
  { keys: 'Mod+/', label: 'shortcutHelp', run: always(() => openDialog({ name: 'shortcuts' })) },
]

const writing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** On a Mac, Option+arrow moves the caret, so it stays free inside text fields. */
const belongsToText = ({ target, altKey, metaKey, ctrlKey, key }: KeyboardEvent): boolean => {
  if (!writing(target)) return false
  if (key.length === 1 && !altKey && !metaKey && !ctrlKey) return true
  return onMac && altKey && key.startsWith('Arrow') && (target as HTMLInputElement).value !== ''
}

const runShortcut = (event: KeyboardEvent, client: Client): void => {
  if (event.defaultPrevented || isComposing(event) || belongsToText(event)) return
  // Open dialogs and menus handle keys themselves.
  if (isOverlayOpen()) return
  const keys = pressed(event)
  if (shortcuts.find((shortcut) => shortcut.keys === keys)?.run(client)) event.preventDefault()
}

/** Binds the table while the shell is mounted. */
export const useShortcuts = (): void => {
  const client = useClient()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => runShortcut(event, client)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [client])
}
