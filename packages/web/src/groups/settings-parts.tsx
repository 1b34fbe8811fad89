import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { durationText } from '../i18n/durations'
import { TextField } from '../ui'
import { orToast } from '../ui/problem'
import { Segments } from '../ui/segments'
import { TextArea } from '../ui/text-area'
import { useSending } from '../ui/use-sending'
import { slowModeOffers } from './changes'

/** A draft of settings, based on their values when the dialog was opened. */
export const useSettings = <Draft extends object>(
  first: () => Draft | undefined,
  save: (draft: Draft, was: Draft) => Promise<unknown>,
) => {
  const t = useT()
  const [was] = useState(first)
  const [draft, setDraft] = useState(was)
  const { busy, submit } = useSending(async () => {
    if (!was || !draft) return
    const saved = await orToast(
      t,
      save(draft, was).then(() => true),
    )
    if (saved) closeDialog()
  })
  const change = (to: Partial<Draft>) => setDraft((before) => before && { ...before, ...to })
  return { draft, change, busy, submit }
}

interface NameAndAboutProps {
  readonly labels: { readonly name: string; readonly about: string; readonly aboutHint: string }
  readonly draft: { readonly name: string; readonly about: string }
  readonly problem: string | undefined
  readonly change: (to: { readonly name?: string; readonly about?: string }) => void
}

/** The fields for the name and description of a group or channel. */
export const NameAndAbout = ({ labels, draft, problem, change }: NameAndAboutProps) => (
  <>
    <TextField
      label={labels.name}
      value={draft.name}
      maxLength={limits.nameMaxChars}
      error={problem}
      autoComplete="off"
      onChange={(event) => change({ name: event.target.value })}
    />
    <TextArea
      label={labels.about}
      hint={labels.aboutHint}
      value={draft.about}
      rows={2}
      maxLength={limits.aboutMaxChars}
      onChange={(about) => change({ about })}
    />
  </>
)

interface FieldProps<Value> {
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export const Announcement = ({ value, onChange }: FieldProps<string>) => {
  const t = useT()
  return (
    <TextArea
      label={t('groupAnnouncement')}
      hint={t('groupAnnouncementHint')}
      value={value}
      rows={3}
      maxLength={limits.announcementMaxChars}
      onChange={onChange}
    />
  )
}

/** Who may do something: all members, or the owner and admins. */
export const WhoMay = ({ label, value, onChange }: FieldProps<'members' | 'admins'> & { readonly label: string }) => {
  const t = useT()
  return (
    <Segments
      label={label}
      value={value}
      options={[
        { value: 'members', label: t('whoWritesAll') },
        { value: 'admins', label: t('whoWritesAdmins') },
      ]}
      onChange={onChange}
    />
  )
}

export const WhoWrites = ({ value: mutedAll, onChange }: FieldProps<boolean>) => {
  const t = useT()
  const set = (who: 'members' | 'admins') => onChange(who === 'admins')
  return <WhoMay label={t('whoWrites')} value={mutedAll ? 'admins' : 'members'} onChange={set} />
}

/** For how long members wait between two messages; in milliseconds. */
export const SlowMode = ({ value, onChange }: FieldProps<number>) => {
  const t = useT()
  return (
    <div>
      <Segments
        label={t('slowMode')}
        value={String(value)}
        options={slowModeOffers(value).map((ms) => ({
          value: String(ms),
          label: ms === 0 ? t('slowModeOff') : durationText(t, ms),
        }))}
        onChange={(ms) => onChange(Number(ms))}
      />
      <p className="mt-4 text-meta text-text-3">{t('slowModeHint')}</p>
    </div>
  )
}
