import type { ChatId, UserId } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { navigate } from '../history/navigate'
import { useLocale, useT } from '../i18n'
import { type Candidate, ranked } from '../lib/switcher-rank'
import { paths, placeOf } from '../navigation/places'
import { recallVisits } from '../navigation/visits'
import { chatName, peerOf } from '../people/chat-name'
import { directChatWith } from '../people/direct-chat'
import { knownPeople } from '../people/known-people'
import { contactPerson } from '../people/open-person'
import { foundUsers } from '../people/person-search'
import { ChatLine, PersonLine } from '../people/place-lines'
import { usePersonSearch } from '../people/use-person-search'
import { cx, Dialog } from '../ui'
import { type ActionContext, useActionContext } from '../ui/action-context'
import { type SwitcherAction, switcherActions } from './switcher-actions'

/** A place to go to, or an action. */
type Option =
  | { readonly kind: 'chat'; readonly chatId: ChatId }
  | { readonly kind: 'person'; readonly userId: UserId }
  | { readonly kind: 'action'; readonly action: SwitcherAction }

const most = { chat: 8, person: 5, action: 5 } as const
const headings = { chat: 'chats', person: 'people', action: 'actions' } as const

const chatCandidates = ({ t, client }: ActionContext): readonly Candidate<Option>[] => {
  const state = client.state.get()
  const place = placeOf(location.pathname)
  const visits = recallVisits()
  return state.order.flatMap((chatId): readonly Candidate<Option>[] => {
    const entry = state.chats.get(chatId)
    if (!entry || (place.pane === 'chat' && place.chatId === chatId)) return []
    const peer = peerOf(state, entry)
    const user = peer && state.users.get(peer)
    const pinyin = user ? [...(state.friends.get(user.id)?.remarkPinyin ?? []), ...(user.pinyin ?? [])] : []
    const own = user ? [user.name, user.username, `@${user.username}`] : []
    const names = [chatName(state, entry, t), ...own, ...pinyin]
    return [{ item: { kind: 'chat', chatId }, names, visits: visits.get(chatId) }]
  })
}

const actionCandidates = (context: ActionContext): readonly Candidate<Option>[] =>
  switcherActions(context).map((action) => ({ item: { kind: 'action', action }, names: [context.t(action.label)] }))

/** The matching options: chats, people without a chat in the list, and actions. Without a query, chats and actions. */
const useOptions = (query: string): readonly Option[] => {
  const context = useActionContext()
  const locale = useLocale()
  const search = usePersonSearch(query)
  // The list of chats at the time when the switcher opened. Incoming messages don't reorder it.
  const chats = useMemo(() => chatCandidates(context), [context])
  const actions = useMemo(() => actionCandidates(context), [context])
  return useMemo(() => {
    const state = context.client.state.get()
    const nowMs = Date.now()
    const known = !isVisible(query) ? [] : knownPeople(state, { query, locale })
    const people = [...new Map([...known, ...foundUsers(search)].map((user) => [user.id, user])).values()].filter(
      ({ id }) => id !== state.me?.id && directChatWith(state, id) === undefined,
    )
    return [
      ...ranked(chats, query, nowMs).slice(0, most.chat),
      ...people.slice(0, most.person).map(({ id }): Option => ({ kind: 'person', userId: id })),
      ...ranked(actions, query, nowMs).slice(0, most.action),
    ]
  }, [context, chats, actions, query, locale, search])
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

const follow = (context: ActionContext, option: Option | undefined): void => {
  if (!option) return
  closeDialog()
  if (option.kind === 'chat') navigate(paths.chat(option.chatId))
  else if (option.kind === 'person') void contactPerson(context, option.userId)
  else option.action.run()
}

interface OptionsProps {
  readonly id: string
  readonly options: readonly Option[]
  readonly at: number
}

const Options = ({ id, options, at }: OptionsProps) => {
  const context = useActionContext()
  const { t } = context
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
            // Runs before the field would lose the focus. The field handles the keys.
            onPointerDown={() => follow(context, option)}
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

/** Opens a chat or a person, or runs an action, by a few letters. */
export const SwitcherDialog = ({ open }: ShellDialogProps) => {
  const context = useActionContext()
  const { t } = context
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
    } else if (event.key === 'Enter') follow(context, options[at])
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
