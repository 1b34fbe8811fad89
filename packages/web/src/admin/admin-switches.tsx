import type { AdminSettings } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { useCallback, useEffect, useState } from 'react'
import { useClient } from '../client'
import { slowModeOffers } from '../groups/changes'
import { durationText } from '../groups/durations'
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
  const setWorld = async (change: { readonly mutedAll?: boolean; readonly slowModeMs?: number }) => {
    const chat = await orToast(t, client.call('channels.update', { chatId: WORLD_CHAT_ID, ...change }))
    const now = chat && { worldMutedAll: chat.mutedAll ?? false, worldSlowModeMs: chat.slowModeMs ?? 0 }
    if (now) setSettings((before) => before && { ...before, ...now })
  }
  return { settings, failed, load, setRegistration, setWorldOpen, setWorld }
}

interface WorldWritingProps {
  readonly settings: AdminSettings
  readonly onChange: (change: { readonly mutedAll?: boolean; readonly slowModeMs?: number }) => void
}

/** Who may write into the world while it is open, and how often. */
const WorldWriting = ({ settings, onChange }: WorldWritingProps) => {
  const t = useT()
  return (
    <div className="mt-16 flex flex-col items-start gap-16">
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

/** Registration and the world: each change holds at once for everybody. */
export const AdminSwitches = () => {
  const t = useT()
  const { settings, failed, load, setRegistration, setWorldOpen, setWorld } = useAdminSettings()
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
        {settings && <WorldWriting settings={settings} onChange={(change) => void setWorld(change)} />}
      </SettingsSection>
    </>
  )
}
