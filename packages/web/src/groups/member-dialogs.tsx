import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { visibleText } from '@parley/protocol/visible'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import { useT } from '../i18n'
import { durationText, muteChoices } from '../i18n/durations'
import { useClient, useSelector } from '../lib/client'
import { useMemberName } from '../people/chat-name'
import { Button, Dialog, TextField } from '../ui'
import { orToast } from '../ui/problem'
import { Segments } from '../ui/segments'
import { useSending } from '../ui/use-sending'
import { changeMember } from './pending-members'

export interface MemberDialogProps {
  readonly open: boolean
  readonly chatId: ChatId
  readonly userId: UserId
}

/** Changes a member's nickname in a group. */
export const NicknameDialog = ({ open, chatId, userId }: MemberDialogProps) => {
  const t = useT()
  const client = useClient()
  const { was, own } = useSelector((state) => ({
    was: state.chats.get(chatId)?.members.get(userId)?.nickname ?? '',
    own: state.me?.id === userId,
  }))
  const name = useMemberName(chatId, userId)
  const [typed, setTyped] = useState(was)
  const { busy, submit } = useSending(async () => {
    const nickname = visibleText(typed) || null
    if (await orToast(t, client.call('groups.setNickname', { chatId, userId, nickname }))) closeDialog()
  })
  return (
    <FormDialog open={open} title={own ? t('myNickname') : t('nicknameTitle', { name })} busy={busy} onSubmit={submit}>
      <TextField
        label={t('nicknameLabel')}
        hint={t('nicknameHint')}
        autoComplete="off"
        maxLength={limits.nicknameMaxChars}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </FormDialog>
  )
}

/** Mutes a member for some time. */
export const MuteDialog = ({ open, chatId, userId }: MemberDialogProps) => {
  const t = useT()
  const client = useClient()
  const name = useMemberName(chatId, userId)
  const [forMs, setForMs] = useState<number>(muteChoices[1])
  const [busy, setBusy] = useState(false)
  const mute = async () => {
    if (client.state.get().chats.get(chatId)?.chat.kind === 'group') {
      const to = { mutedUntil: Date.now() + forMs }
      void orToast(t, changeMember({ chatId, userId, to }, client.call('groups.mute', { chatId, userId, forMs })))
      return closeDialog()
    }
    setBusy(true)
    const muted = await orToast(t, client.call('channels.mute', { chatId, userId, forMs }))
    setBusy(false)
    if (muted) closeDialog()
  }
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('muteTitle', { name })}
      description={t('muteBody', { name })}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button busy={busy} onClick={() => void mute()}>
            {t('muteMember').replace('…', '')}
          </Button>
        </>
      }
    >
      <Segments
        label={t('muteFor')}
        value={String(forMs)}
        options={muteChoices.map((ms) => ({ value: String(ms), label: durationText(t, ms) }))}
        onChange={(ms) => setForMs(Number(ms))}
      />
    </Dialog>
  )
}
