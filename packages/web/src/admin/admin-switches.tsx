import type { AdminSettings } from '@parley/protocol'
import { slowModeOffers } from '../groups/changes'
import { useT } from '../i18n'
import { durationText } from '../i18n/durations'
import { SettingsSection } from '../settings/settings-section'
import { Button, Skeleton } from '../ui'
import { Segments } from '../ui/segments'
import { Registration } from './registration'
import { RegistrationTimesForm } from './registration-times'
import { RequestsSection } from './requests/requests-section'
import { ServerName } from './server-name'
import { useAdminSettings } from './use-admin-settings'

interface WorldWritingProps {
  readonly settings: AdminSettings
  readonly onChange: (change: { readonly mutedAll?: boolean; readonly slowModeMs?: number }) => void
}

/** The writers of the world chat while it is open, and their rate. */
const WorldWriting = ({ settings, onChange }: WorldWritingProps) => {
  const t = useT()
  return (
    <div className="mt-16 flex flex-col gap-16">
      <Segments
        label={t('whoWrites')}
        value={settings.worldMutedAll ? 'admins' : 'all'}
        options={[
          { value: 'all', label: t('whoWritesAll') },
          { value: 'admins', label: t('roleAdmins') },
        ]}
        onChange={(value) => onChange({ mutedAll: value === 'admins' })}
      />
      <Segments
        label={t('slowMode')}
        value={String(settings.worldSlowModeMs)}
        options={slowModeOffers(settings.worldSlowModeMs).map((ms) => ({
          value: String(ms),
          label: ms === 0 ? t('slowModeOff') : durationText(t, ms),
        }))}
        onChange={(ms) => onChange({ slowModeMs: Number(ms) })}
      />
    </div>
  )
}

/** Registration and the world chat. Each change applies immediately to all users. */
export const AdminSwitches = () => {
  const t = useT()
  const { settings, failed, load, setRegistration, setWorldOpen, setWorld, named } = useAdminSettings()
  const waiting = failed ? (
    <Button kind="secondary" onClick={() => void load()}>
      {t('retry')}
    </Button>
  ) : (
    <Skeleton className="h-36 w-full" />
  )
  const { registration } = settings ?? {}
  const changeable = registration === 'closed' || registration === 'external' ? undefined : registration
  return (
    <>
      <SettingsSection title={t('serverName')} body={t('serverNameBody')}>
        {settings ? <ServerName labelHidden name={settings.serverName ?? ''} onNamed={named} /> : waiting}
      </SettingsSection>
      <SettingsSection title={t('adminRegistration')} body={t('adminRegistrationBody')}>
        {settings ? (
          <>
            <Registration
              value={settings.registration}
              onChange={(mode) =>
                void setRegistration(mode, {
                  opensAt: settings.registrationOpensAt,
                  closesAt: settings.registrationClosesAt,
                })
              }
            />
            {changeable && (
              <RegistrationTimesForm settings={settings} onChange={(times) => setRegistration(changeable, times)} />
            )}
          </>
        ) : (
          waiting
        )}
      </SettingsSection>
      <RequestsSection approving={settings?.registration === 'approval'} />
      <SettingsSection title={t('adminWorld')} body={t('adminWorldBody')}>
        {settings ? (
          <Segments
            labelHidden
            label={t('adminWorld')}
            value={settings.worldOpen ? 'open' : 'closed'}
            options={[
              { value: 'open', label: t('worldOpen') },
              { value: 'closed', label: t('registrationClosed') },
            ]}
            onChange={(state) => void setWorldOpen(state)}
          />
        ) : (
          waiting
        )}
        {settings && <WorldWriting settings={settings} onChange={(change) => void setWorld(change)} />}
      </SettingsSection>
    </>
  )
}
