import { visibleText } from '@parley/protocol/visible'
import { Link2, LogIn, MessageCircle } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Key } from '../i18n'
import { useSelector } from '../lib/client'
import { listStore } from '../navigation/list-store'
import { useLinkOrigin } from '../sharing/link-origin'
import { Spinner, toast } from '../ui'
import { useActionContext } from '../ui/action-context'
import { isMemberOrNoGroup } from './group-role'
import { joinOrOpen } from './join-or-open'
import { joinProblem } from './join-problem'
import { type JoinTarget, joinTarget } from './join-target'

const looks = {
  invite: { icon: Link2, label: 'openInviteLink' },
  here: { icon: MessageCircle, label: 'openThisChat' },
  join: { icon: LogIn, label: 'joinThisGroup' },
} as const satisfies Record<string, { readonly label: Key; readonly icon: typeof Link2 }>

const useLook = (target: JoinTarget | undefined) => {
  const here = useSelector(({ chats }) => target?.pane === 'chat' && isMemberOrNoGroup(chats.get(target.chatId)))
  if (target?.pane === 'invite') return looks.invite
  return here ? looks.here : looks.join
}

interface FoundByLinkProps {
  readonly query: string
  /** Shown if the query only looks like a link. */
  readonly otherwise: ReactNode
}

/** The target of a pasted link or id, among the search results. */
export const FoundByLink = ({ query, otherwise }: FoundByLinkProps) => {
  const context = useActionContext()
  const { t } = context
  const { origins } = useLinkOrigin()
  const [busy, setBusy] = useState(false)
  const target = joinTarget(query, [location.origin, ...origins])
  const { icon: Icon, label } = useLook(target)
  if (!target) return otherwise
  const press = async () => {
    setBusy(true)
    try {
      await joinOrOpen(context, target)
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
          {visibleText(query)}
        </span>
      </span>
    </button>
  )
}
