import { Archive, Bell, Eye, Search, Trash2 } from 'lucide-react'
import { useT } from '../../src/i18n'
import type { AvatarSize } from '../../src/people/avatar'
import { Avatar } from '../../src/people/avatar'
import { StatusDot } from '../../src/people/presence-dot'
import { Badge, Button, IconButton, Skeleton, Spinner, TextField } from '../../src/ui'
import type { ButtonKind } from '../../src/ui/button'
import { Segments } from '../../src/ui/segments'
import { SwitchRow } from '../../src/ui/switch-row'
import { mediaId, userId } from '../fixtures/ids'
import { Case, Cases } from '../frame'

const kinds: readonly ButtonKind[] = ['primary', 'secondary', 'ghost', 'danger', 'dangerOutline', 'dangerGhost']
const sizes: readonly AvatarSize[] = [20, 32, 36, 44, 72, 96]
const nothing = () => undefined

const Buttons = ({ kind }: { readonly kind: ButtonKind }) => {
  const t = useT()
  return (
    <Case name={kind}>
      <div className="flex flex-wrap items-center gap-8">
        <Button kind={kind} size="small">
          {t('save')}
        </Button>
        <Button kind={kind}>
          <Archive size={18} strokeWidth={1.75} aria-hidden />
          {t('save')}
        </Button>
        <Button kind={kind} size="large">
          {t('save')}
        </Button>
        <Button kind={kind} disabled>
          {t('save')}
        </Button>
        <Button kind={kind} busy>
          {t('save')}
        </Button>
      </div>
    </Case>
  )
}

const Fields = () => {
  const t = useT()
  return (
    <Cases columns={2}>
      <Case name="field">
        <TextField label={t('username')} placeholder="alice" />
      </Case>
      <Case name="field, hint">
        <TextField label={t('bio')} hint={t('bioHint')} defaultValue="Kites" />
      </Case>
      <Case name="field, error">
        <TextField
          label={t('password')}
          error={t('fieldMissing')}
          end={<IconButton icon={Eye} label={t('password')} />}
        />
      </Case>
      <Case name="field, disabled, large">
        <TextField label={t('username')} size="large" disabled defaultValue="alice" />
      </Case>
    </Cases>
  )
}

const Choices = () => {
  const t = useT()
  return (
    <Cases columns={2}>
      <Case name="segments">
        <Segments
          label={t('theme')}
          value="light"
          options={[
            { value: 'auto', label: t('themeAuto') },
            { value: 'light', label: t('themeLight') },
            { value: 'dark', label: t('themeDark') },
          ]}
          onChange={nothing}
        />
      </Case>
      <Case name="switches: on, off, disabled">
        <SwitchRow label={t('privacyReads')} hint={t('privacyReadsHint')} checked onChange={nothing} />
        <SwitchRow label={t('privacyTyping')} checked={false} onChange={nothing} />
        <SwitchRow
          label={t('desktopNotifications')}
          hint={t('desktopImpossible')}
          checked={false}
          disabled
          onChange={nothing}
        />
      </Case>
    </Cases>
  )
}

const Avatars = () => {
  const t = useT()
  return (
    <Cases columns={2}>
      <Case name="avatars: sizes, eight colours">
        <div className="flex flex-wrap items-center gap-8">
          {sizes.map((size, at) => (
            <Avatar key={size} id={userId(at)} name="Alice Liddell" size={size} />
          ))}
          {[11, 12, 13, 14, 15, 16, 17, 18].map((number) => (
            <Avatar key={number} id={userId(number)} name="王小明" size={32} />
          ))}
        </div>
      </Case>
      <Case name="presence: online, away, do not disturb, offline; a picture; nothing to say">
        <div className="flex flex-wrap items-center gap-12">
          {(['online', 'away', 'dnd', 'offline'] as const).map((status) => (
            <span key={status} className="relative grid">
              <Avatar id={userId(3)} name="Carol" size={44} />
              <StatusDot status={status} on={44} t={t} />
            </span>
          ))}
          <span className="relative grid">
            <Avatar id={userId(2)} name="Bob" size={96} picture={mediaId(1)} />
            <StatusDot status="online" on={96} t={t} />
          </span>
          <Avatar id={userId(2)} name="🎉" size={44} />
        </div>
      </Case>
    </Cases>
  )
}

const Small = () => {
  const t = useT()
  return (
    <Cases columns={2}>
      <Case name="badges">
        <div className="flex items-center gap-8">
          <Badge>1</Badge>
          <Badge>12</Badge>
          <Badge>99+</Badge>
          <Badge muted>7</Badge>
        </div>
      </Case>
      <Case name="icon buttons, spinner">
        <div className="flex items-center gap-8 text-text-2">
          <IconButton icon={Search} label={t('searchChats')} />
          <IconButton icon={Bell} label={t('notifications')} disabled />
          <IconButton icon={Trash2} label={t('deleteUnsent')} />
          <Spinner />
        </div>
      </Case>
      <Case name="skeletons">
        <div className="flex items-center gap-12">
          <Skeleton round className="size-44" />
          <span className="flex-1">
            <Skeleton className="h-12 w-full" />
          </span>
        </div>
      </Case>
    </Cases>
  )
}

/** Buttons, fields, switches, avatars, and all other small components. */
export const Controls = () => (
  <div className="flex flex-col gap-20 bg-surface p-16">
    <Cases columns={3}>
      {kinds.map((kind) => (
        <Buttons key={kind} kind={kind} />
      ))}
    </Cases>
    <Fields />
    <Choices />
    <Avatars />
    <Small />
  </div>
)
