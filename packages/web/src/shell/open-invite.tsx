import type { ChatId, Result } from '@parley/protocol'
import { CloudOff, Unlink, UserCheck } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Link } from 'wouter'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { paths } from '../navigation/places'
import { useServerUnreachable } from '../offline/connection-notice'
import { Avatar } from '../people/avatar'
import { Button, buttonClass, EmptyState, Spinner } from '../ui'
import { problemText } from '../ui/problem'

type Policy = Result<'accounts.policy'>
type Step = 'looking' | 'asking' | 'following' | 'requested'

/** The target of an invite link. A personal link is followed at once, a group link after a click. */
const useInvite = (code: string) => {
  const client = useClient()
  const [policy, setPolicy] = useState<Policy>()
  const [step, setStep] = useState<Step>('looking')
  const [failure, setFailure] = useState<unknown>()
  const follow = useCallback(async () => {
    setStep('following')
    try {
      const { chat } = await client.call('invites.open', { code })
      if (!chat) return setStep('requested')
      const peer = chat.peerIds?.find((id) => id !== client.state.get().me?.id)
      if (peer) await client.openDirect(peer)
      navigate(paths.chat(chat.id), { replace: true })
    } catch (thrown) {
      setFailure(thrown)
    }
  }, [client, code])
  // A user who has just registered through the link is a member already. The local state shows that once it is up to
  // date.
  const live = useSelector((state) => state.connection.phase === 'live')
  useEffect(() => {
    if (!live) return
    const isInside = (chatId: ChatId) => client.state.get().chats.get(chatId)?.role !== undefined
    const look = async () => {
      try {
        const found = await client.call('accounts.policy', { invite: code })
        setPolicy(found)
        // A link that no longer works may be the one through which this user joined.
        if (found.group && !isInside(found.group.chatId)) setStep('asking')
        else await follow()
      } catch (thrown) {
        setFailure(thrown)
      }
    }
    void look()
  }, [client, code, follow, live])
  return { policy, step, failure, follow }
}

const ToChats = () => {
  const t = useT()
  return (
    <Link href={paths.list} className={buttonClass()}>
      {t('backToChats')}
    </Link>
  )
}

interface GroupInviteProps {
  readonly policy: Policy
  readonly busy: boolean
  readonly onJoin: () => void
}

const GroupInvite = ({ policy: { group, inviter }, busy, onJoin }: GroupInviteProps) => {
  const t = useT()
  if (!group) return null
  return (
    <div className="grid h-full place-items-center p-24">
      <div className="flex w-full max-w-400 flex-col items-center text-center">
        <Avatar id={group.chatId} name={group.name} size={72} />
        <h1 className="mt-16 max-w-full text-h3 break-words text-text">
          {t('groupInviteTitle', { name: group.name })}
        </h1>
        <p className="mt-4 text-ui font-400 text-pretty text-text-2">
          {t('groupInviteBy', { name: inviter?.name ?? t('deletedAccount'), count: group.members })}
          {group.approval && <span className="block">{t('groupInviteApproval')}</span>}
        </p>
        {group.about !== undefined && (
          <p className="mt-12 text-small break-words whitespace-pre-wrap text-text-2">{group.about}</p>
        )}
        <Button size="large" className="mt-24 w-full" busy={busy} onClick={onJoin}>
          {t(group.approval ? 'askToJoin' : 'joinGroup')}
        </Button>
      </div>
    </div>
  )
}

const Waiting = (): ReactNode => (
  <div className="grid h-full place-items-center text-text-3" aria-busy>
    <Spinner size={24} />
  </div>
)

/** `/i/<code>` for signed-in users: opens the chat with the inviter, or the group of the link. */
export const OpenInvite = ({ code }: { readonly code: string }) => {
  const t = useT()
  const { policy, step, failure, follow } = useInvite(code)
  const outOfReach = useServerUnreachable()
  if (failure !== undefined)
    return (
      <EmptyState icon={Unlink} title={t('inviteBrokenTitle')} body={problemText(t, failure)} action={<ToChats />} />
    )
  if (step === 'requested')
    return (
      <EmptyState icon={UserCheck} title={t('askedToJoinTitle')} body={t('askedToJoinBody')} action={<ToChats />} />
    )
  if (policy?.group && step !== 'looking')
    return <GroupInvite policy={policy} busy={step === 'following'} onJoin={() => void follow()} />
  if (outOfReach)
    return <EmptyState icon={CloudOff} title={t('inviteOfflineTitle')} body={t('notStoredBody')} action={<ToChats />} />
  return <Waiting />
}
