import type { ChatId, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { LogOut, Settings2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { PersonButton } from '../people/person-row'
import { useUser } from '../people/use-user'
import { ActRow, Skeleton } from '../ui'

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

/** The description of a channel, the number of people in it, and whether the viewer can write. */
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

/** A sample of the people who are online, fetched again when their number changes. */
const useSample = (chatId: ChatId): readonly UserId[] => {
  const client = useClient()
  const { online, live } = useChannel(chatId)
  const [sample, setSample] = useState<readonly UserId[]>([])
  useEffect(() => {
    // Fetched again whenever the number changes.
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

/** The people in a channel, and the actions on it. */
export const ChannelTools = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { runs, role } = useChannel(chatId)
  const sample = useSample(chatId)
  return (
    <div className="px-8">
      {runs && (
        <ActRow
          icon={Settings2}
          label={t('channelSettings')}
          onClick={() => openDialog({ name: 'group', chatId, what: 'channel' })}
        />
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
          <ActRow
            danger
            icon={LogOut}
            label={t('leaveChannel')}
            onClick={() => openDialog({ name: 'group', chatId, what: 'leave' })}
          />
        </>
      )}
    </div>
  )
}
