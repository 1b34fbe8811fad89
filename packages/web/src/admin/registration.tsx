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

/** Selects who can create an account. */
export const Registration = ({
  value,
  onChange,
}: {
  readonly value: Mode
  readonly onChange: (mode: Mode) => void
}) => {
  const t = useT()
  return (
    <>
      <Segments
        labelHidden
        label={t('adminRegistration')}
        value={value}
        options={Object.entries(modes).map(([mode, key]) => ({ value: mode as Mode, label: t(key) }))}
        onChange={onChange}
      />
      {value === 'approval' && (
        <p className="mt-8 text-small text-pretty text-text-2">{t('registrationApprovalBody')}</p>
      )}
    </>
  )
}
