import { Link2, LogIn, MessageCircle } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { client } from '../client'
import { type Key, useT } from '../i18n'
import { listStore } from '../list/list-store'
import { Spinner, toast } from '../ui'
import { isInside } from './is-inside'
import { follow } from './join'
import { joinProblem } from './join-problem'
import { type JoinTarget, joinTarget } from './join-target'

const looks = {
  invite: { icon: Link2, label: 'openInviteLink' },
  here: { icon: MessageCircle, label: 'openThisChat' },
  join: { icon: LogIn, label: 'joinThisGroup' },
} as const satisfies Record<string, { readonly label: Key; readonly icon: typeof Link2 }>

const lookOf = (target: JoinTarget) =>
  target.pane === 'invite'
    ? looks.invite
    : isInside(client.state.get().chats.get(target.chatId))
      ? looks.here
      : looks.join

interface FoundByLinkProps {
  readonly query: string
  /** Shown for what only looks like a link. */
  readonly otherwise: ReactNode
}

/** Among what a search finds: where a pasted link or id leads. */
export const FoundByLink = ({ query, otherwise }: FoundByLinkProps) => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const target = joinTarget(query, location.origin)
  if (!target) return otherwise
  const { icon: Icon, label } = lookOf(target)
  const press = async () => {
    setBusy(true)
    try {
      await follow(t, target)
      listStore.setState({ query: '' })
    } catch (thrown) {
      toast(joinProblem(t, thrown), { kind: 'danger' })
    }
    setBusy(false)
  }
  return (
    <button
      type="button"
      data-person-row
      onClick={() => void press()}
      className="flex min-h-56 w-full items-center gap-12 rounded-10 px-12 text-start -outline-offset-2 hover:bg-hover"
    >
      <span className="grid size-36 shrink-0 place-items-center rounded-full bg-selected text-accent">
        {busy ? <Spinner /> : <Icon size={18} strokeWidth={1.75} aria-hidden />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-ui text-text">{t(label)}</span>
        <span className="block truncate text-meta text-text-2" dir="ltr">
          {query.trim()}
        </span>
      </span>
    </button>
  )
}
