import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import type { Key } from '../i18n/catalog'
import { listStore } from '../list/list-store'
import { isUnread } from '../list/unread'
import { focusNextPane } from './focus-panes'
import { onMac } from './on-mac'
import { goBack, paths, placeOf } from './places'

export interface Shortcut {
  /** `Mod` is Ctrl, or ⌘ on a Mac. Letters are physical keys, so that Alt+letter works on every layout. */
  readonly keys: string
  readonly label: Key & `shortcut${string}`
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
  const open = openChatId()
  const at = open ? shown.indexOf(open) : -1
  const from = at === -1 && step === -1 ? 0 : at
  const around = shown.map((_, passed) => shown.at((from + step * (passed + 1)) % shown.length))
  const isWanted = (id: ChatId | undefined) => {
    const entry = id && chats.get(id)
    return entry !== undefined && (wanted === 'any' || isUnread(entry))
  }
  const target = around.find(isWanted)
  if (!target) return false
  navigate(paths.chat(target))
  return true
}

const always = (run: () => void) => (): boolean => {
  run()
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
  { keys: 'F6', label: 'shortcutNextPane', run: always(() => focusNextPane('forward')) },
  { keys: 'Shift+F6', label: 'shortcutPreviousPane', run: always(() => focusNextPane('back')) },
  { keys: 'Escape', label: 'shortcutEscape', run: closeDetails },
  { keys: '?', label: 'shortcutHelp', run: always(() => openDialog({ name: 'shortcuts' })) },
  { keys: 'Mod+/', label: 'shortcutHelp', run: always(() => openDialog({ name: 'shortcuts' })) },
]

const writing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const pressed = (event: KeyboardEvent): string => {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  const key = letter ?? event.key
  const mod = onMac ? event.metaKey : event.ctrlKey
  const ctrl = onMac && event.ctrlKey
  const shift = event.shiftKey && (key.length > 1 || letter !== undefined)
  return [mod && 'Mod', ctrl && 'Ctrl', event.altKey && 'Alt', shift && 'Shift', key].filter(Boolean).join('+')
}

/** Option+arrow moves the caret on a Mac: it is left alone inside a text that is being written. */
const belongsToText = ({ target, altKey, metaKey, ctrlKey, key }: KeyboardEvent): boolean => {
  if (!writing(target)) return false
  if (key.length === 1 && !altKey && !metaKey && !ctrlKey) return true
  return onMac && altKey && key.startsWith('Arrow') && (target as HTMLInputElement).value !== ''
}

const onKeyDown = (event: KeyboardEvent): void => {
  // keyCode 229: the key belongs to an input method.
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || belongsToText(event)) return
  // An open dialog or menu has its own keys.
  if (document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')) return
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
