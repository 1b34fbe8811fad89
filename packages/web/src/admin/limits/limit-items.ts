import type { AdminUser } from '@parley/protocol'
import { Gauge, ShieldCheck, Volume2 } from 'lucide-react'
import type { T } from '../../i18n'
import type { MenuItem } from '../../ui'

/** A change of the limits of one person. */
export type LimitsAct = 'liftMute' | 'trust' | 'untrust'

/** Whether the flood brake mutes a person now. */
export const isMuted = ({ mutedUntil = 0 }: AdminUser): boolean => mutedUntil > Date.now()

/** The items of a person's menu that end a mute, and exempt the person from limits. */
export const limitItems = (person: AdminUser, run: (act: LimitsAct) => void, t: T): MenuItem[] => [
  ...(isMuted(person) ? [{ label: t('liftMute'), icon: Volume2, onSelect: () => run('liftMute') }] : []),
  person.trusted
    ? { label: t('untrustPerson'), icon: Gauge, onSelect: () => run('untrust') }
    : { label: t('trustPerson'), icon: ShieldCheck, onSelect: () => run('trust') },
]
