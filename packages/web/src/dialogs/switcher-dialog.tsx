import type { ChatId, UserId } from '@parley/protocol'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { client } from '../client'
import { type T, useLocale, useT } from '../i18n'
import { chatName, peerOf } from '../people/chat-name'
import { directChatWith } from '../people/direct-chat'
import { knownPeople } from '../people/known-people'
import { reachPerson } from '../people/open-person'
import { foundUsers } from '../people/person-search'
import { usePersonSearch } from '../people/use-person-search'
import { paths, placeOf } from '../shell/places'
import { recallVisits } from '../shell/visits'
import { cx, Dialog } from '../ui'
import { closeDialog } from './dialog-store'
import { ChatLine, PersonLine } from './place-lines'
import type { ShellDialogProps } from './shell-dialog-props'
import { type SwitcherAction, switcherActions } from './switcher-actions'
import { type Candidate, ranked } from './switcher-rank'

/** Somewhere to go, or something to do. */
type Option =
  | { readonly kind: 'chat'; readonly chatId: ChatId }
  | { readonly kind: 'person'; readonly userId: UserId }
  | { readonly kind: 'action'; readonly action: SwitcherAction }

const most = { chat: 8, person: 5, action: 5 } as const
const headings = { chat: 'chats', person: 'people', action: 'actions' } as const

const chatCandidates = (t: T): readonly Candidate<Option>[] => {
  const state = client.state.get()
  const place = placeOf(location.pathname)
  const visits = recallVisits()
  return state.order.flatMap((chatId): readonly Candidate<Option>[] => {
    const entry = state.chats.get(chatId)
    if (!entry || (place.pane === 'chat' && place.chatId === chatId)) return []
    const peer = peerOf(state, entry)
    const user = peer && state.users.get(peer)
    const names = [chatName(state, entry, t), ...(user ? [user.name, user.username, `@${user.username}`] : [])]
    return [{ item: { kind: 'chat', chatId }, names, visits: visits.get(chatId) }]
  })
}

const actionCandidates = (t: T): readonly Candidate<Option>[] =>
  switcherActions().map((action) => ({ item: { kind: 'action', action }, names: [t(action.label)] }))

/** What fits: chats, people without a chat on the list, actions. Chats alone while nothing is typed, but for the actions. */
const useOptions = (query: string): readonly Option[] => {
  const t = useT()
  const locale = useLocale()
  const search = usePersonSearch(query)
  // The list is that of the moment when the switcher opened: what arrives meanwhile does not move it.
  const chats = useMemo(() => chatCandidates(t), [t])
  const actions = useMemo(() => actionCandidates(t), [t])
  return useMemo(() => {
    const state = client.state.get()
    const nowMs = Date.now()
    const known = query.trim() === '' ? [] : knownPeople(state, { query, locale })
    const people = [...new Map([...known, ...foundUsers(search)].map((user) => [user.id, user])).values()].filter(
      ({ id }) => id !== state.me?.id && directChatWith(state, id) === undefined,
    )
    return [
      ...ranked(chats, query, nowMs).slice(0, most.chat),
      ...people.slice(0, most.person).map(({ id }): Option => ({ kind: 'person', userId: id })),
      ...ranked(actions, query, nowMs).slice(0, most.action),
    ]
  }, [chats, actions, query, locale, search])
}

const ActionLine = ({ action: { icon: Icon, label } }: { readonly action: SwitcherAction }) => {
  const t = useT()
  return (
    <>
      <span aria-hidden className="grid size-32 place-items-center rounded-full bg-hover text-text-2">
        <Icon size={18} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 flex-1 truncate">{t(label)}</span>
    </>
  )
}

const lineOf = (option: Option): ReactNode => {
  switch (option.kind) {
    case 'chat':
      return <ChatLine chatId={option.chatId} />
    case 'person':
      return <PersonLine userId={option.userId} />
    case 'action':
      return <ActionLine action={option.action} />
  }
}

const keyOf = (option: Option): string => {
  if (option.kind === 'chat') return option.chatId
  return option.kind === 'person' ? option.userId : option.action.label
}

const follow = (t: T, option: Option | undefined): void => {
  if (!option) return
  closeDialog()
  if (option.kind === 'chat') navigate(paths.chat(option.chatId))
  else if (option.kind === 'person') void reachPerson(t, option.userId)
  else option.action.run()
}

interface OptionsProps {
  readonly id: string
  readonly options: readonly Option[]
  readonly at: number
}

const Options = ({ id, options, at }: OptionsProps) => {
  const t = useT()
  return (
    <div role="listbox" id={id} aria-label={t('switcherPlaceholder')} className="-mx-12 mt-8 min-h-96">
      {options.map((option, index) => (
        <div key={keyOf(option)} role="presentation">
          {option.kind !== options[index - 1]?.kind && (
            <div aria-hidden className="px-12 pt-8 pb-4 text-meta font-500 text-text-3">
              {t(headings[option.kind])}
            </div>
          )}
          <div
            role="option"
            id={`${id}-${index}`}
            tabIndex={-1}
            aria-selected={index === at}
            // Before the field would lose the focus; keys are the field's own.
            onPointerDown={() => follow(t, option)}
            className={cx(
              'flex h-44 cursor-pointer items-center gap-12 rounded-10 px-12 text-ui text-text',
              index === at ? 'bg-selected [--dot-ring:var(--color-selected)]' : 'hover:bg-hover',
            )}
          >
            {lineOf(option)}
          </div>
        </div>
      ))}
    </div>
  )
}

/** Goes to a chat or a person, or does something, by a few letters. */
export const SwitcherDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const options = useOptions(query)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      const next = (options.length + at + step) % Math.max(1, options.length)
      setAt(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') follow(t, options[at])
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
        aria-activedescendant={options[at] && `${listId}-${at}`}
        aria-label={t('switcherPlaceholder')}
        placeholder={t('switcherPlaceholder')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => retype(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-48 w-full rounded-10 bg-hover px-16 text-message text-text outline-none focus:bg-surface focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:text-touch"
      />
      <Options id={listId} options={options} at={at} />
      {options.length === 0 && <p className="py-16 text-small text-text-2">{t('noMatchTitle')}</p>}
    </Dialog>
  )
}
