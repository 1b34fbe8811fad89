import type { Chat, ChatId, JoinPolicy, Params } from '@parley/protocol'
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
  readonly joinPolicy: JoinPolicy
  readonly historyVisible: boolean
  readonly slowModeMs: number
  readonly maxMembers: number
  readonly mutedAll: boolean
}

const draftOf = (chat: Chat): Draft => ({
  name: chat.name ?? '',
  about: chat.about ?? '',
  announcement: chat.announcement ?? '',
  joinPolicy: chat.joinPolicy ?? 'invite',
  historyVisible: chat.historyVisible ?? false,
  slowModeMs: chat.slowModeMs ?? 0,
  maxMembers: chat.maxMembers ?? limits.groupMembersDefault,
  mutedAll: chat.mutedAll ?? false,
})

/** What differs, as the server takes it. */
const changesOf = (was: Draft, { mutedAll, ...draft }: Draft): Omit<Params<'groups.update'>, 'chatId'> =>
  Object.fromEntries(Object.entries(draft).filter(([key, value]) => was[key as keyof Draft] !== value))

interface FieldsProps {
  readonly draft: Draft
  readonly problem: string | undefined
  readonly change: (to: Partial<Draft>) => void
}

const Words = ({ draft, problem, change }: FieldsProps) => {
  const t = useT()
  return (
    <>
      <TextField
        label={t('groupName')}
        value={draft.name}
        maxLength={limits.nameMaxChars}
        error={problem}
        autoComplete="off"
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextArea
        label={t('groupAbout')}
        hint={t('groupAboutHint')}
        value={draft.about}
        rows={2}
        maxLength={limits.aboutMaxChars}
        onChange={(about) => change({ about })}
      />
      <TextArea
        label={t('groupAnnouncement')}
        hint={t('groupAnnouncementHint')}
        value={draft.announcement}
        rows={3}
        maxLength={limits.announcementMaxChars}
        onChange={(announcement) => change({ announcement })}
      />
    </>
  )
}

const policies = { invite: 'joinPolicyInvite', approval: 'joinPolicyApproval', open: 'joinPolicyOpen' } as const

const Switches = ({ draft, change }: Omit<FieldsProps, 'problem'>) => {
  const t = useT()
  const slow = [...new Set([...slowChoices, draft.slowModeMs])].sort((a, b) => a - b)
  return (
    <>
      <Segments
        label={t('joinPolicy')}
        value={draft.joinPolicy}
        options={(Object.keys(policies) as JoinPolicy[]).map((value) => ({ value, label: t(policies[value]) }))}
        onChange={(joinPolicy) => change({ joinPolicy })}
      />
      <Segments
        label={t('historyFor')}
        value={draft.historyVisible ? 'all' : 'after'}
        options={[
          { value: 'after', label: t('historyFromNow') },
          { value: 'all', label: t('historyAll') },
        ]}
        onChange={(value) => change({ historyVisible: value === 'all' })}
      />
      <Segments
        label={t('whoWrites')}
        value={draft.mutedAll ? 'admins' : 'all'}
        options={[
          { value: 'all', label: t('whoWritesAll') },
          { value: 'admins', label: t('whoWritesAdmins') },
        ]}
        onChange={(value) => change({ mutedAll: value === 'admins' })}
      />
      <div>
        <Segments
          label={t('slowMode')}
          value={String(draft.slowModeMs)}
          options={slow.map((ms) => ({
            value: String(ms),
            label: ms === 0 ? t('slowModeOff') : durationText(t, ms),
          }))}
          onChange={(ms) => change({ slowModeMs: Number(ms) })}
        />
        <p className="mt-4 text-meta text-text-3">{t('slowModeHint')}</p>
      </div>
    </>
  )
}

const leastMembers = 2

/** What a group says of itself, how one comes in, and who may write. */
export const GroupSettingsDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const { chat, role, most } = useSelector((state) => ({
    chat: state.chats.get(chatId)?.chat,
    role: state.chats.get(chatId)?.role,
    most: state.groupMembersMax,
  }))
  const [was] = useState(() => chat && draftOf(chat))
  const [draft, setDraft] = useState(was)
  const [busy, setBusy] = useState(false)
  if (!was || !draft) return null
  const change = (to: Partial<Draft>) => setDraft({ ...draft, ...to })
  const nameMissing = draft.name.trim() === ''
  const limitWrong = !(draft.maxMembers >= leastMembers && draft.maxMembers <= most)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (nameMissing || limitWrong) return
    setBusy(true)
    const run = async () => {
      const changes = changesOf(was, { ...draft, name: draft.name.trim() })
      if (Object.keys(changes).length > 0) await client.call('groups.update', { chatId, ...changes })
      if (draft.mutedAll !== was.mutedAll) await client.call('groups.muteAll', { chatId, muted: draft.mutedAll })
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
      title={t('groupSettings')}
      width={560}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form="group-settings" busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id="group-settings" noValidate className="flex flex-col gap-16" onSubmit={(event) => void save(event)}>
        <Words draft={draft} problem={nameMissing ? t('groupNameMissing') : undefined} change={change} />
        <Switches draft={draft} change={change} />
        {role === 'owner' && (
          <TextField
            label={t('memberLimit')}
            hint={t('memberLimitHint', { count: most })}
            error={limitWrong ? t('memberLimitWrong', { least: leastMembers, most }) : undefined}
            inputMode="numeric"
            value={Number.isNaN(draft.maxMembers) ? '' : String(draft.maxMembers)}
            onChange={(event) => change({ maxMembers: Number.parseInt(event.target.value, 10) })}
          />
        )}
      </form>
    </Dialog>
  )
}
