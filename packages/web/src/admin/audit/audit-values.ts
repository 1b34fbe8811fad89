import type { AuditEntry, AuditValues, ReportAct } from '@parley/protocol'
import type { Format, T } from '../../i18n'
import { durationText } from '../../i18n/durations'

type Value = AuditValues[string]

const modes = {
  open: 'registrationOpen',
  approval: 'registrationApproval',
  invite: 'registrationInvite',
  closed: 'registrationClosed',
} as const
const isMode = (value: Value): value is keyof typeof modes => typeof value === 'string' && Object.hasOwn(modes, value)

const reportActs: { readonly [A in ReportAct]: `reportEnded_${A}` } = {
  dismiss: 'reportEnded_dismiss',
  retract: 'reportEnded_retract',
  mute: 'reportEnded_mute',
  ban: 'reportEnded_ban',
  disable: 'reportEnded_disable',
}
const isReportAct = (value: Value): value is ReportAct => typeof value === 'string' && Object.hasOwn(reportActs, value)

const timeOf = (value: Value, { format }: Words) => (typeof value === 'number' ? format.dateTime(value) : undefined)
const onOff = (value: Value, { t }: Words) => t(value === true ? 'auditYes' : 'auditNo')

const durationOf = (value: Value, { t }: Words) => (typeof value === 'number' ? durationText(t, value) : undefined)
/** Some milliseconds in a larger unit, which the label names. */
const unitsOf = (value: Value, unitMs: number): string =>
  String(value)
    .split(', ')
    .map((ms) => Number(ms) / unitMs)
    .join(', ')

interface Words {
  readonly t: T
  readonly format: Format
}

interface Setting {
  readonly label:
    | ('adminRegistration' | 'registrationOpens' | 'registrationCloses' | 'serverName' | 'displayName')
    | ('channelAbout' | 'announcement' | 'auditMutedAll' | 'worldOpen' | 'slowMode' | 'auditMutedUntil')
    | ('network' | 'networkBlockedEnd' | 'auditReportAct' | 'auditMutedFor')
    | ('floodMessages' | 'floodWindow' | 'floodMutes' | 'floodAgain' | 'auditMuteStep')
    | ('words' | 'patterns' | 'auditAdded' | 'auditRemoved')
    | ('newcomerMinutes' | 'newcomerRequests')
    | ('auditAdministrator' | 'auditProvider')
    | ('waveAccounts' | 'waveMessages' | 'waveChats' | 'waveFrom' | 'waveUntil' | 'passkeys')
  readonly say?: (value: Value, words: Words) => string | undefined
}

/** The label of each setting, and its value in words. Other settings show as they are. */
const settings: Readonly<Record<string, Setting>> = {
  registration: {
    label: 'adminRegistration',
    say: (value, { t }) => (isMode(value) ? t(modes[value]) : undefined),
  },
  registrationOpensAt: { label: 'registrationOpens', say: timeOf },
  registrationClosesAt: { label: 'registrationCloses', say: timeOf },
  serverName: { label: 'serverName' },
  name: { label: 'displayName' },
  about: { label: 'channelAbout' },
  announcement: { label: 'announcement' },
  mutedAll: { label: 'auditMutedAll', say: onOff },
  open: { label: 'worldOpen', say: onOff },
  slowModeMs: {
    label: 'slowMode',
    say: (value, { t }) => (typeof value === 'number' && value > 0 ? durationText(t, value) : t('slowModeOff')),
  },
  administrator: { label: 'auditAdministrator', say: onOff },
  provider: { label: 'auditProvider' },
  network: { label: 'network' },
  expiresAt: { label: 'networkBlockedEnd', say: timeOf },
  passkeys: { label: 'passkeys' },
  accounts: { label: 'waveAccounts' },
  messages: { label: 'waveMessages' },
  chats: { label: 'waveChats' },
  from: { label: 'waveFrom', say: timeOf },
  until: { label: 'waveUntil', say: timeOf },
  mutedUntil: { label: 'auditMutedUntil', say: timeOf },
  reportAct: {
    label: 'auditReportAct',
    say: (value, { t }) => (isReportAct(value) ? t(reportActs[value]) : undefined),
  },
  step: { label: 'auditMuteStep' },
  forMs: { label: 'auditMutedFor', say: durationOf },
  words: { label: 'words' },
  patterns: { label: 'patterns' },
  added: { label: 'auditAdded' },
  removed: { label: 'auditRemoved' },
  floodMessages: { label: 'floodMessages' },
  floodWindowMs: { label: 'floodWindow', say: (value) => unitsOf(value, 1_000) },
  floodMutesMs: { label: 'floodMutes', say: (value) => unitsOf(value, 60_000) },
  floodAgainMs: { label: 'floodAgain', say: (value) => unitsOf(value, 3_600_000) },
  newcomerMs: { label: 'newcomerMinutes', say: (value) => unitsOf(value, 60_000) },
  newcomerRequests: { label: 'newcomerRequests' },
  mutedForMs: {
    label: 'auditMutedFor',
    say: durationOf,
  },
}

/** A changed setting in words. */
export interface ChangedSetting {
  readonly label: string
  readonly before: string
  readonly after: string
}

/** The settings that an act changed, in words. */
export const changedSettings = ({ before, after = {} }: AuditEntry, words: Words): ChangedSetting[] =>
  Object.keys(after).map((name) => {
    const setting = settings[name]
    const said = (value: Value | undefined): string => {
      if (value === null || value === undefined || value === '') return words.t('auditNone')
      return setting?.say?.(value, words) ?? String(value)
    }
    return { label: setting ? words.t(setting.label) : name, before: said(before?.[name]), after: said(after[name]) }
  })
