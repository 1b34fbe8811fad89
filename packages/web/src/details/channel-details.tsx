import type { ChatId, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { LogOut, Settings2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useClient, useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { PersonButton } from '../people/person-row'
import { useUser } from '../people/use-user'
import { Button, Skeleton } from '../ui'

const useChannel = (chatId: ChatId) =>
  useSelector((state) => {
    const entry = state.chats.get(chatId)
    return {
      ...{ online: entry?.online, about: entry?.chat.about, open: entry?.chat.open ?? true, role: entry?.role },
      // The owner, and administrators of the server.
      runs: entry?.moderates === true,
      live: state.connection.phase === 'live',
    }
  })

/** What a channel is for, how many are here, and whether one may write. */
export const ChannelDetails = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { online, about, open } = useChannel(chatId)
  const words = about ?? (chatId === WORLD_CHAT_ID ? t('worldAbout') : '')
  return (
    <>
      <p className="tabular mt-4 flex min-h-20 items-center gap-6 text-small text-text-2" aria-live="polite">
        {online === undefined ? (
          <Skeleton className="h-12 w-72" />
        ) : (
          <>
            <span aria-hidden className="size-8 rounded-full bg-presence-online" />
            {t('onlineCount', { count: online })}
          </>
        )}
      </p>
      <p className="mt-12 text-ui font-400 text-pretty break-words whitespace-pre-wrap text-text-2">
        {open ? words : t('worldClosed')}
      </p>
    </>
  )
}

const HereNow = ({ userId, chatId }: { readonly userId: UserId; readonly chatId: ChatId }) => {
  const { user } = useUser(userId)
  if (!user) return null
  return (
    <li>
      <PersonButton user={user} onPress={() => openDialog({ name: 'person', userId, chatId })} />
    </li>
  )
}

/** Some of those who are here; asked again when their number changes. */
const useSample = (chatId: ChatId): readonly UserId[] => {
  const client = useClient()
  const { online, live } = useChannel(chatId)
  const [sample, setSample] = useState<readonly UserId[]>([])
  useEffect(() => {
    // Asked again whenever the number is another one.
    if (!live || online === 0) return setSample([])
    let current = true
    client.call('chats.online', { chatId }).then(
      (found) => current && setSample(found.sample),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [client, chatId, live, online])
  return sample
}

/** Who is here, and what one can do about the channel. */
export const ChannelTools = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { runs, role } = useChannel(chatId)
  const sample = useSample(chatId)
  return (
    <div className="px-8">
      {runs && (
        <Button
          kind="ghost"
          className="w-full justify-start text-start"
          onClick={() => openDialog({ name: 'group', chatId, what: 'channel' })}
        >
          <Settings2 size={18} strokeWidth={1.75} aria-hidden />
          {t('channelSettings')}
        </Button>
      )}
      {sample.length > 0 && (
        <section aria-label={t('whoIsHere')}>
          <h3 className="px-12 pt-8 pb-4 text-meta font-500 text-text-3">{t('whoIsHere')}</h3>
          <ul className="m-0 list-none p-0">
            {sample.map((userId) => (
              <HereNow key={userId} userId={userId} chatId={chatId} />
            ))}
          </ul>
        </section>
      )}
      {role !== undefined && chatId !== WORLD_CHAT_ID && (
        <>
          <hr className="mx-12 my-12 h-px border-0 bg-border" />
          <Button
            kind="dangerGhost"
            className="w-full justify-start text-start"
            onClick={() => openDialog({ name: 'group', chatId, what: 'leave' })}
          >
            <LogOut size={18} strokeWidth={1.75} aria-hidden />
            {t('leaveChannel')}
          </Button>
        </>
      )}
    </div>
  )
}
