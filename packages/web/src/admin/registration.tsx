import type { AdminSettings } from '@parley/protocol'
import { useT } from '../i18n'
import { Segments } from '../ui/segments'

const modes = {
  open: 'registrationOpen',
  approval: 'registrationApproval',
  invite: 'registrationInvite',
  closed: 'registrationClosed',
} as const
type Mode = AdminSettings['registration']
/** The configuration alone sets the mode in which another site signs people in. */
type Chosen = Exclude<Mode, 'external'>

/** Selects who can create an account. */
export const Registration = ({
  value,
  onChange,
}: {
  readonly value: Mode
  readonly onChange: (mode: Chosen) => void
}) => {
  const t = useT()
  if (value === 'external') return <p className="text-small text-text-2">{t('registrationExternal')}</p>
  return (
    <>
      <Segments
        labelHidden
        label={t('adminRegistration')}
        value={value}
        options={Object.entries(modes).map(([mode, key]) => ({ value: mode as Chosen, label: t(key) }))}
        onChange={onChange}
      />
      {value === 'approval' && (
        <p className="mt-8 text-small text-pretty text-text-2">{t('registrationApprovalBody')}</p>
      )}
    </>
  )
}
