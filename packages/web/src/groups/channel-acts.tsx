import type { ChatId, UserId } from '@parley/protocol'
import { MicOff, Volume2 } from 'lucide-react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useUntil } from '../lib/clock'
import { Button } from '../ui'
import { orToast } from '../ui/problem'
import { channelMute } from './group-role'

/** The actions of a channel's moderators on a person there: muting, and ending a mute. */
export const ChannelActs = ({ chatId, userId }: { readonly chatId: ChatId; readonly userId: UserId }) => {
  const t = useT()
  const client = useClient()
  useUntil(useSelector(({ chats }) => chats.get(chatId)?.members.get(userId)?.mutedUntil))
  const { runs, muted } = useSelector((state) => channelMute(state, { chatId, userId }, Date.now()))
  if (!runs) return null
  const unmute = () => void orToast(t, client.call('channels.mute', { chatId, userId, forMs: 0 }))
  const mute = () => openDialog({ name: 'member', chatId, userId, what: 'mute' })
  const Icon = muted ? Volume2 : MicOff
  return (
    <Button
      kind={muted ? 'ghost' : 'dangerGhost'}
      className="mt-8 w-full justify-start text-start"
      onClick={muted ? unmute : mute}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      {t(muted ? 'unmuteMember' : 'muteHere')}
    </Button>
  )
}
