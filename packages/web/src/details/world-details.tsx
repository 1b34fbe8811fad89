import type { ChatId } from '@parley/protocol'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { Skeleton } from '../ui'

/** Who is here now, and whether one may write. */
export const WorldDetails = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { online, open } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { online: entry?.online, open: entry?.chat.open ?? true }
  })
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
      <p className="mt-12 text-ui font-400 text-pretty text-text-2">{open ? t('worldAbout') : t('worldClosed')}</p>
    </>
  )
}
