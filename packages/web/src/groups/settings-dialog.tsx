import type { Chat, ChatId, JoinPolicy, Rights } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { FormDialog } from '../dialogs/form-dialog'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { TextField } from '../ui'
import { Segments } from '../ui/segments'
import { changesOf, memberLimitWrong } from './changes'
import { Announcement, NameAndAbout, SlowMode, useSettings, WhoMay, WhoWrites } from './settings-parts'

const draftOf = (chat: Chat) => ({
  name: chat.name ?? '',
  about: chat.about ?? '',
  announcement: chat.announcement ?? '',
  joinPolicy: chat.joinPolicy ?? 'invite',
  historyVisible: chat.historyVisible ?? false,
  slowModeMs: chat.slowModeMs ?? 0,
  maxMembers: chat.maxMembers ?? limits.groupMembersDefault,
  mutedAll: chat.mutedAll ?? false,
  rights: chat.rights ?? ({ invite: 'members', pin: 'admins', edit: 'admins' } satisfies Rights as Rights),
  leavesSilently: chat.leavesSilently ?? false,
})
type Draft = ReturnType<typeof draftOf>

interface FieldsProps {
  readonly draft: Draft
  readonly change: (to: Partial<Draft>) => void
}

const policies = { invite: 'joinPolicyInvite', approval: 'joinPolicyApproval', open: 'joinPolicyOpen' } as const

/** How people join, and what members see when one leaves. */
const ComingAndGoing = ({ draft, change }: FieldsProps) => {
  const t = useT()
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
        label={t('whenLeaving')}
        value={draft.leavesSilently ? 'silent' : 'told'}
        options={[
          { value: 'told', label: t('leavingTold') },
          { value: 'silent', label: t('leavingSilent') },
        ]}
        onChange={(value) => change({ leavesSilently: value === 'silent' })}
      />
    </>
  )
}

/** The rights that members or only the owner and admins have. */
const LeftToMembers = ({ draft, change }: FieldsProps) => {
  const t = useT()
  const right = (name: keyof Rights) => ({
    value: draft.rights[name],
    onChange: (who: Rights[typeof name]) => change({ rights: { ...draft.rights, [name]: who } }),
  })
  return (
    <>
      {draft.joinPolicy !== 'approval' && <WhoMay label={t('whoInvites')} {...right('invite')} />}
      <WhoMay label={t('whoPins')} {...right('pin')} />
      <WhoMay label={t('whoEdits')} {...right('edit')} />
    </>
  )
}

/**
 * The name and description of a group, its ways to join, and its rights. Members who may only edit see just the name
 * and description.
 */
export const GroupSettingsDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const { chat, role, most } = useSelector((state) => ({
    chat: state.chats.get(chatId)?.chat,
    role: state.chats.get(chatId)?.role,
    most: state.groupMembersMax,
  }))
  const { draft, change, busy, submit } = useSettings(
    () => chat && draftOf(chat),
    async (now, was) => {
      const { mutedAll, ...changes } = changesOf(was, { ...now, name: visibleText(now.name) })
      if (Object.keys(changes).length > 0) await client.call('groups.update', { chatId, ...changes })
      if (mutedAll !== undefined) await client.call('groups.muteAll', { chatId, muted: mutedAll })
    },
  )
  if (!draft) return null
  const nameMissing = !isVisible(draft.name)
  const limitWrong = memberLimitWrong(draft.maxMembers, most)
  return (
    <FormDialog
      open={open}
      title={t('groupSettings')}
      width={560}
      busy={busy}
      onSubmit={() => nameMissing || limitWrong !== undefined || submit()}
    >
      <NameAndAbout
        labels={{ name: t('groupName'), about: t('groupAbout'), aboutHint: t('groupAboutHint') }}
        draft={draft}
        problem={nameMissing ? t('groupNameMissing') : undefined}
        change={change}
      />
      <Announcement value={draft.announcement} onChange={(announcement) => change({ announcement })} />
      {(role === 'owner' || role === 'admin') && (
        <>
          <ComingAndGoing draft={draft} change={change} />
          <WhoWrites value={draft.mutedAll} onChange={(mutedAll) => change({ mutedAll })} />
          <SlowMode value={draft.slowModeMs} onChange={(slowModeMs) => change({ slowModeMs })} />
          <LeftToMembers draft={draft} change={change} />
        </>
      )}
      {role === 'owner' && (
        <TextField
          label={t('memberLimit')}
          hint={t('memberLimitHint', { count: most })}
          error={limitWrong ? t('memberLimitWrong', limitWrong) : undefined}
          inputMode="numeric"
          value={Number.isNaN(draft.maxMembers) ? '' : String(draft.maxMembers)}
          onChange={(event) => change({ maxMembers: Number.parseInt(event.target.value, 10) })}
        />
      )}
    </FormDialog>
  )
}
