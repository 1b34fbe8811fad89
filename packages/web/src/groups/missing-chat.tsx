import type { ChatId, Result } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { CloudOff, Hash, MessageCircleOff, UsersRound } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { paths } from '../navigation/places'
import { Button, buttonClass, EmptyState } from '../ui'
import { useActionContext } from '../ui/action-context'
import { problemText } from '../ui/problem'
import { useSending } from '../ui/use-sending'
import { joinOrOpen } from './join-or-open'
import { joinProblem } from './join-problem'

type Entry = Result<'groups.entry'>

/** The server's response about an address: how to join, that it is closed, or why the request failed. */
type Answer =
  | { readonly entry: Entry }
  | { readonly closed: true; readonly banned: boolean }
  | { readonly thrown: unknown }

/** Errors which mean that joining is impossible. */
const closedCodes: ReadonlySet<string> = new Set(['not_found', 'not_open', 'dissolved', 'banned'])

const useEntry = (chatId: ChatId) => {
  const client = useClient()
  const [answer, setAnswer] = useState<Answer>()
  const ask = useCallback(async () => {
    setAnswer(undefined)
    try {
      setAnswer({ entry: await client.call('groups.entry', { chatId }) })
    } catch (thrown) {
      const { code, unanswered } = asParleyError(thrown)
      const closed = !unanswered && closedCodes.has(code)
      setAnswer(closed ? { closed, banned: code === 'banned' } : { thrown })
    }
  }, [client, chatId])
  useEffect(() => {
    void ask()
  }, [ask])
  return { answer, ask }
}

const Back = () => {
  const t = useT()
  return (
    <Link href={paths.list} className={buttonClass('secondary')}>
      {t('backToChats')}
    </Link>
  )
}

/** A group or channel that the viewer can join. */
const Joinable = ({ chatId, entry: { kind, joinPolicy } }: { readonly chatId: ChatId; readonly entry: Entry }) => {
  const context = useActionContext()
  const { t, client } = context
  const join = () =>
    kind === 'channel' ? client.joinChannel(chatId) : joinOrOpen(context, { pane: 'chat', chatId, details: false })
  const { busy, problem, submit } = useSending(join, joinProblem)
  const asks = joinPolicy === 'approval'
  const looks =
    kind === 'channel'
      ? ({ icon: Hash, title: 'joinableChannel', body: 'joinableBody', label: 'joinThisChannel' } as const)
      : ({ icon: UsersRound, title: 'joinableGroup', body: 'joinableBody', label: 'joinThisGroup' } as const)
  return (
    <EmptyState
      icon={looks.icon}
      title={t(looks.title)}
      body={t(asks ? 'joinableByAdmins' : looks.body)}
      action={
        <div className="flex flex-col items-center gap-12">
          <Button busy={busy} onClick={submit}>
            {t(asks ? 'askToJoin' : looks.label)}
          </Button>
          {problem !== undefined && (
            <p role="alert" className="text-small text-danger">
              {problem}
            </p>
          )}
          <Back />
        </div>
      }
    />
  )
}

/** Shows the server's response: a way to join if there is one, else a sentence. */
const Answered = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { answer, ask } = useEntry(chatId)
  if (answer === undefined) return null
  if ('entry' in answer) return <Joinable chatId={chatId} entry={answer.entry} />
  if ('closed' in answer)
    return (
      <EmptyState
        icon={MessageCircleOff}
        title={t(answer.banned ? 'bannedHere' : 'chatMissingTitle')}
        action={<Back />}
      />
    )
  const retry = <Button onClick={() => void ask()}>{t('retry')}</Button>
  return <EmptyState icon={MessageCircleOff} title={problemText(t, answer.thrown)} action={retry} />
}

/** Shown while the server can't be reached. */
const NotStored = () => {
  const t = useT()
  return <EmptyState icon={CloudOff} title={t('notStoredTitle')} body={t('notStoredBody')} action={<Back />} />
}

interface MissingChatProps {
  readonly chatId: ChatId
  /** Whether the server can be reached. */
  readonly live: boolean
}

/** Shown for the address of a chat that the user doesn't have, or that isn't on this device. */
export const MissingChat = ({ chatId, live }: MissingChatProps) => (live ? <Answered chatId={chatId} /> : <NotStored />)
