import type { Preferences } from '@parley/protocol'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { Segments } from './segments'
import { SettingsSection } from './settings-section'
import { SwitchRow } from './switch-row'

const audiences = {
  everybody: 'audienceEverybody',
  contacts: 'audienceContacts',
  friends: 'audienceFriends',
  nobody: 'audienceNobody',
  exact: 'audienceExact',
} as const

/** Each choice with whom it can be left to. */
const choices = [
  { name: 'seenBy', label: 'privacySeenBy', options: ['everybody', 'contacts', 'friends', 'nobody'] },
  { name: 'foundBy', label: 'privacyFoundBy', options: ['everybody', 'exact', 'nobody'] },
  { name: 'askedBy', label: 'privacyAskedBy', options: ['everybody', 'contacts', 'nobody'] },
  { name: 'addedBy', label: 'privacyAddedBy', options: ['everybody', 'friends', 'nobody'] },
] as const

/** Who sees and reaches me; the server keeps to it at once. */
export const PrivacySettings = () => {
  const t = useT()
  const client = useClient()
  const preferences = useSelector((state) => state.preferences)
  if (!preferences) return null
  const set = (change: Partial<Preferences>) => void orToast(t, client.call('accounts.setPrivacy', change))
  return (
    <SettingsSection title={t('privacy')} body={t('privacyBody')}>
      <div className="flex flex-col gap-16">
        {choices.map(({ name, label, options }) => (
          <Segments
            key={name}
            label={t(label)}
            value={preferences[name]}
            options={options.map((value) => ({ value, label: t(audiences[value]) }))}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <div>
          <SwitchRow
            label={t('privacyReads')}
            hint={t('privacyReadsHint')}
            checked={preferences.showsReads}
            onChange={(showsReads) => set({ showsReads })}
          />
          <SwitchRow
            label={t('privacyTyping')}
            checked={preferences.showsTyping}
            onChange={(showsTyping) => set({ showsTyping })}
          />
        </div>
      </div>
    </SettingsSection>
  )
}
