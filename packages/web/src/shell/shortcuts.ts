import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import type { Key } from '../i18n/catalog'
import { languageStore } from '../i18n/language'
import { listStore } from '../list/list-store'
import { isUnread } from '../list/unread'
import { toast } from '../ui'
import { chatAfter, pinnedInList } from './chat-steps'
import { focusNextPane } from './focus-panes'
import { onMac } from './on-mac'
import { isOverlayOpen } from './overlay-open'
import { goBack, paths, placeOf } from './places'
import { isComposing, pressed } from './pressed'

export interface Shortcut {
  /** As `pressed` writes it. */
  readonly keys: string
  readonly label: Key & `shortcut${string}`
  /** What the help shows instead; false for one of several that share a line. */
  readonly shownAs?: string | false
  /** Returns false when there is nothing to do: the key then does what it always does. */
  readonly run: () => boolean
}

const openChatId = (): ChatId | undefined => {
  const place = placeOf(location.pathname)
  return place.pane === 'chat' ? place.chatId : undefined
}

/** Goes `step` chats down (up) the list, wrapping around; only those with something unread if asked. */
const goBy = (step: 1 | -1, wanted: 'any' | 'unread') => (): boolean => {
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

const goToPinned = (at: number) => (): boolean => {
  const target = pinnedInList(client.state.get(), listStore.getState().shown)[at]
  if (!target) return false
  navigate(paths.chat(target))
  return true
}

/** Marks everything as read; undone, the chats are marked to be read again. */
const readAll = (): boolean => {
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

/** Every shortcut of the shell, once: this table binds them and is what the help shows. */
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

/** Option+arrow moves the caret on a Mac: it is left alone inside a text that is being written. */
const belongsToText = ({ target, altKey, metaKey, ctrlKey, key }: KeyboardEvent): boolean => {
  if (!writing(target)) return false
  if (key.length === 1 && !altKey && !metaKey && !ctrlKey) return true
  return onMac && altKey && key.startsWith('Arrow') && (target as HTMLInputElement).value !== ''
}

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || isComposing(event) || belongsToText(event)) return
  // An open dialog or menu has its own keys.
  if (isOverlayOpen()) return
  const keys = pressed(event)
  if (shortcuts.find((shortcut) => shortcut.keys === keys)?.run()) event.preventDefault()
}

/** Binds the table while the shell is on screen. */
export const useShortcuts = (): void => {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
