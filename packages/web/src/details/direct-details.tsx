import type { ChatId } from '@parley/protocol'
import { Copy } from 'lucide-react'
import { useSelector } from '../client'
import { copyText } from '../dialogs/copy-text'
import { useT } from '../i18n'
import { peerOf } from '../people/chat-name'
import { Button, toast } from '../ui'

/** The other person's profile. */
export const DirectDetails = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const user = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const peer = entry && peerOf(state, entry)
    return peer && state.users.get(peer)
  })
  if (!user) return null
  const handle = `@${user.username}`
  const copy = async () => toast((await copyText(handle)) ? t('copied') : handle)
  return (
    <>
      <p className="mt-4 max-w-full truncate text-ui font-400 text-text-2">{handle}</p>
      {user.bio && <p className="mt-12 text-ui font-400 text-pretty text-text">{user.bio}</p>}
      <Button kind="secondary" size="small" className="mt-16" onClick={() => void copy()}>
        <Copy size={16} strokeWidth={1.75} aria-hidden />
        {t('copyUsername')}
      </Button>
    </>
  )
}
