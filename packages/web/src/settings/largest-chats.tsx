import type { Result } from '@parley/protocol'
import { ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { navigate } from '../history/navigate'
import { useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { fromInside, paths } from '../navigation/places'
import { ChatAvatar } from '../people/chat-avatar'
import { useChatName } from '../people/chat-name'

type Largest = Result<'media.largest'>['chats']

/** Fetched again with each connection. Failures are not shown. */
const useLargest = (): Largest => {
  const client = useClient()
  const live = useSelector((state) => state.connection.phase === 'live')
  const [chats, setChats] = useState<Largest>([])
  useEffect(() => {
    if (!live) return
    let current = true
    client.call('media.largest', {}).then(
      (found) => current && setChats(found.chats),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [client, live])
  return useSelector((state) => chats.filter(({ chatId }) => state.chats.has(chatId)))
}

const ChatSize = ({ chatId, usedBytes, uploads }: Largest[number]) => {
  const t = useT()
  const format = useFormat()
  const name = useChatName(chatId)
  return (
    <li>
      <button
        type="button"
        className="flex min-h-56 w-full items-center gap-12 rounded-8 px-8 py-8 text-start text-text hover:bg-hover"
        onClick={() => navigate(paths.details(chatId), { state: fromInside })}
      >
        <ChatAvatar chatId={chatId} size={36} />
        <span className="min-w-0 flex-1">
          <bdi className="block truncate text-ui">{name}</bdi>
          <span className="tabular block text-meta text-text-2">
            {t('filesTaking', { count: uploads, size: format.bytes(usedBytes) })}
          </span>
        </span>
        <ChevronRight size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-text-3" />
      </button>
    </li>
  )
}

/** The chats in which the user's files take the most space. */
export const LargestChats = () => {
  const t = useT()
  const chats = useLargest()
  if (chats.length === 0) return null
  return (
    <section className="mt-16" aria-label={t('largestChats')} data-testid="largest-chats">
      <h3 className="pb-4 text-small font-500 text-text-2">{t('largestChats')}</h3>
      <ul className="m-0 -mx-8 list-none p-0">
        {chats.map((one) => (
          <ChatSize key={one.chatId} {...one} />
        ))}
      </ul>
    </section>
  )
}
