import { Unlink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import { useClient } from '../client'
import { useT } from '../i18n'
import { problemText } from '../problem'
import { buttonClass, EmptyState, Spinner } from '../ui'
import { paths } from './places'

/** `/i/<code>` for somebody who is signed in: the chat with the inviter. */
export const OpenInvite = ({ code }: { readonly code: string }) => {
  const t = useT()
  const client = useClient()
  const [failure, setFailure] = useState<unknown>()
  useEffect(() => {
    const follow = async () => {
      try {
        const { chat } = await client.call('invites.open', { code })
        if (!chat) return navigate(paths.list, { replace: true })
        const peer = chat.peerIds?.find((id) => id !== client.state.get().me?.id)
        if (peer) await client.openDirect(peer)
        navigate(paths.chat(chat.id), { replace: true })
      } catch (thrown) {
        setFailure(thrown)
      }
    }
    void follow()
  }, [client, code])
  if (failure === undefined) {
    return (
      <div className="grid h-full place-items-center text-text-3" aria-busy>
        <Spinner size={24} />
      </div>
    )
  }
  return (
    <EmptyState
      icon={Unlink}
      title={t('inviteBrokenTitle')}
      body={problemText(t, failure)}
      action={
        <Link href={paths.list} className={buttonClass()}>
          {t('backToChats')}
        </Link>
      }
    />
  )
}
