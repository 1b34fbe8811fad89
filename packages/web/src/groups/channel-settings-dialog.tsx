import type { Chat, ChatId, Params } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import { type FormEvent, useState } from 'react'
import { useClient, useSelector } from '../client'
import { closeDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { Segments } from '../settings/segments'
import { Button, Dialog, TextField } from '../ui'
import { durationText, slowChoices } from './durations'
import { TextArea } from './text-area'

interface Draft {
  readonly name: string
  readonly about: string
  readonly announcement: string
  readonly mutedAll: boolean
  readonly slowModeMs: number
  readonly open: boolean
}

const draftOf = (chat: Chat): Draft => ({
  name: chat.name ?? '',
  about: chat.about ?? '',
  announcement: chat.announcement ?? '',
  mutedAll: chat.mutedAll ?? false,
  slowModeMs: chat.slowModeMs ?? 0,
  open: chat.open ?? true,
})

const changesOf = (was: Draft, { open, ...draft }: Draft): Omit<Params<'channels.update'>, 'chatId'> =>
  Object.fromEntries(Object.entries(draft).filter(([key, value]) => was[key as keyof Draft] !== value))

interface FieldsProps {
  readonly draft: Draft
  readonly change: (to: Partial<Draft>) => void
}

const Writing = ({ draft, change }: FieldsProps) => {
  const t = useT()
  const admin = useSelector((state) => state.me?.admin === true)
  const slow = [...new Set([...slowChoices, draft.slowModeMs])].sort((a, b) => a - b)
  return (
    <>
      {admin && (
        <Segments
          label={t('channelOpen')}
          value={draft.open ? 'open' : 'closed'}
          options={[
            { value: 'open', label: t('channelIsOpen') },
            { value: 'closed', label: t('channelIsClosed') },
          ]}
          onChange={(value) => change({ open: value === 'open' })}
        />
      )}
      <Segments
        label={t('whoWrites')}
        value={draft.mutedAll ? 'admins' : 'all'}
        options={[
          { value: 'all', label: t('whoWritesAll') },
          { value: 'admins', label: t('whoWritesAdmins') },
        ]}
        onChange={(value) => change({ mutedAll: value === 'admins' })}
      />
      <Segments
        label={t('slowMode')}
        value={String(draft.slowModeMs)}
        options={slow.map((ms) => ({ value: String(ms), label: ms === 0 ? t('slowModeOff') : durationText(t, ms) }))}
        onChange={(ms) => change({ slowModeMs: Number(ms) })}
      />
    </>
  )
}

const Words = ({ draft, change, problem }: FieldsProps & { readonly problem: string | undefined }) => {
  const t = useT()
  return (
    <>
      <TextField
        label={t('channelName')}
        value={draft.name}
        maxLength={limits.nameMaxChars}
        error={problem}
        autoComplete="off"
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextArea
        label={t('channelAbout')}
        hint={t('channelAboutHint')}
        value={draft.about}
        rows={2}
        maxLength={limits.aboutMaxChars}
        onChange={(about) => change({ about })}
      />
    </>
  )
}

/** What a channel says of itself, and who may write into it. */
export const ChannelSettingsDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const chat = useSelector((state) => state.chats.get(chatId)?.chat)
  const [was] = useState(() => chat && draftOf(chat))
  const [draft, setDraft] = useState(was)
  const [busy, setBusy] = useState(false)
  if (!was || !draft) return null
  const change = (to: Partial<Draft>) => setDraft({ ...draft, ...to })
  const named = chatId !== WORLD_CHAT_ID
  const nameMissing = named && draft.name.trim() === ''
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (nameMissing) return
    setBusy(true)
    const run = async () => {
      const changes = changesOf(was, { ...draft, name: draft.name.trim() })
      if (Object.keys(changes).length > 0) await client.call('channels.update', { chatId, ...changes })
      if (draft.open !== was.open) await client.call('channels.setOpen', { chatId, open: draft.open })
      return true
    }
    const saved = await orToast(t, run())
    setBusy(false)
    if (saved) closeDialog()
  }
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('channelSettings')}
      width={560}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form="channel-settings" busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="channel-settings" noValidate className="flex flex-col gap-16" onSubmit={(event) => void save(event)}>
        {named && <Words draft={draft} change={change} problem={nameMissing ? t('channelNameMissing') : undefined} />}
        <TextArea
          label={t('groupAnnouncement')}
          hint={t('groupAnnouncementHint')}
          value={draft.announcement}
          rows={3}
          maxLength={limits.announcementMaxChars}
          onChange={(announcement) => change({ announcement })}
        />
        <Writing draft={draft} change={change} />
      </form>
    </Dialog>
  )
}
