import type { Chat, ChatId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { FormDialog } from '../dialogs/form-dialog'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { Segments } from '../ui/segments'
import { changesOf } from './changes'
import { Announcement, NameAndAbout, SlowMode, useSettings, WhoWrites } from './settings-parts'

const draftOf = (chat: Chat) => ({
  name: chat.name ?? '',
  about: chat.about ?? '',
  announcement: chat.announcement ?? '',
  mutedAll: chat.mutedAll ?? false,
  slowModeMs: chat.slowModeMs ?? 0,
  open: chat.open ?? true,
})

const Writing = ({ open, onChange }: { readonly open: boolean; readonly onChange: (open: boolean) => void }) => {
  const t = useT()
  return (
    <Segments
      label={t('channelOpen')}
      value={open ? 'open' : 'closed'}
      options={[
        { value: 'open', label: t('channelIsOpen') },
        { value: 'closed', label: t('channelIsClosed') },
      ]}
      onChange={(value) => onChange(value === 'open')}
    />
  )
}

/** The name and description of a channel, and its writers. */
export const ChannelSettingsDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const { chat, admin } = useSelector((state) => ({
    chat: state.chats.get(chatId)?.chat,
    admin: state.me?.admin === true,
  }))
  const { draft, change, busy, submit } = useSettings(
    () => chat && draftOf(chat),
    async (now, was) => {
      const { open: opened, ...changes } = changesOf(was, { ...now, name: visibleText(now.name) })
      if (Object.keys(changes).length > 0) await client.call('channels.update', { chatId, ...changes })
      if (opened !== undefined) await client.call('channels.setOpen', { chatId, open: opened })
    },
  )
  if (!draft) return null
  const named = chatId !== WORLD_CHAT_ID
  const nameMissing = named && !isVisible(draft.name)
  return (
    <FormDialog
      open={open}
      title={t('channelSettings')}
      width={560}
      busy={busy}
      onSubmit={() => nameMissing || submit()}
    >
      {named && (
        <NameAndAbout
          labels={{ name: t('channelName'), about: t('channelAbout'), aboutHint: t('channelAboutHint') }}
          draft={draft}
          problem={nameMissing ? t('channelNameMissing') : undefined}
          change={change}
        />
      )}
      <Announcement value={draft.announcement} onChange={(announcement) => change({ announcement })} />
      {admin && <Writing open={draft.open} onChange={(opened) => change({ open: opened })} />}
      <WhoWrites value={draft.mutedAll} onChange={(mutedAll) => change({ mutedAll })} />
      <SlowMode value={draft.slowModeMs} onChange={(slowModeMs) => change({ slowModeMs })} />
    </FormDialog>
  )
}
