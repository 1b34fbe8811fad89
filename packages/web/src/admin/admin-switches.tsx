import type { AdminSettings } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { useCallback, useEffect, useState } from 'react'
import { useClient } from '../client'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { Segments } from '../settings/segments'
import { SettingsSection } from '../settings/settings-section'
import { Button, Skeleton } from '../ui'

const modes = { open: 'registrationOpen', invite: 'registrationInvite', closed: 'registrationClosed' } as const
type Mode = AdminSettings['registration']

const useAdminSettings = () => {
  const t = useT()
  const client = useClient()
  const [settings, setSettings] = useState<AdminSettings>()
  const [failed, setFailed] = useState(false)
  const load = useCallback(async () => {
    const answer = await orToast(t, client.call('admin.settings', {}))
    if (answer) setSettings(answer)
    setFailed(!answer)
  }, [client, t])
  useEffect(() => {
    void load()
  }, [load])
  const setRegistration = async (registration: Mode) => {
    const answer = await orToast(t, client.call('admin.setRegistration', { registration }))
    if (answer) setSettings(answer)
  }
  const setWorldOpen = async (state: 'open' | 'closed') => {
    const chat = await orToast(t, client.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: state === 'open' }))
    if (chat) setSettings((before) => before && { ...before, worldOpen: chat.open ?? true })
  }
  return { settings, failed, load, setRegistration, setWorldOpen }
}

/** Registration and the world: each change holds at once for everybody. */
export const AdminSwitches = () => {
  const t = useT()
  const { settings, failed, load, setRegistration, setWorldOpen } = useAdminSettings()
  const waiting = failed ? (
    <Button kind="secondary" onClick={() => void load()}>
      {t('retry')}
    </Button>
  ) : (
    <Skeleton className="h-36 w-full" />
  )
  return (
    <>
      <SettingsSection title={t('adminRegistration')} body={t('adminRegistrationBody')}>
        {settings ? (
          <Segments
            labelHidden
            label={t('adminRegistration')}
            value={settings.registration}
            options={Object.entries(modes).map(([value, key]) => ({ value: value as Mode, label: t(key) }))}
            onChange={(mode) => void setRegistration(mode)}
          />
        ) : (
          waiting
        )}
      </SettingsSection>
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
      </SettingsSection>
    </>
  )
}
