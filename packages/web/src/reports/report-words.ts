import type { ReportAct, ReportReason } from '@parley/protocol'
import type { Key } from '../i18n/catalog'

/** Every reason, in the order of the choice. */
export const reasons: { readonly [R in ReportReason]: Key & `reportReason_${R}` } = {
  spam: 'reportReason_spam',
  abuse: 'reportReason_abuse',
  illegal: 'reportReason_illegal',
  fraud: 'reportReason_fraud',
  other: 'reportReason_other',
}

interface ActWords {
  /** The button. */
  readonly label: Key & `reportAct_${ReportAct}`
  /** The act in a sentence about an ended report. */
  readonly ended: Key & `reportEnded_${ReportAct}`
}

/** The words of each act. */
export const actWords: { readonly [A in ReportAct]: ActWords } = {
  dismiss: { label: 'reportAct_dismiss', ended: 'reportEnded_dismiss' },
  retract: { label: 'reportAct_retract', ended: 'reportEnded_retract' },
  mute: { label: 'reportAct_mute', ended: 'reportEnded_mute' },
  ban: { label: 'reportAct_ban', ended: 'reportEnded_ban' },
  disable: { label: 'reportAct_disable', ended: 'reportEnded_disable' },
}

/** The consequences of the acts that ask first. */
export const consequences = {
  retract: 'reportConfirm_retract',
  mute: 'reportConfirm_mute',
  ban: 'reportConfirm_ban',
  disable: 'reportConfirm_disable',
} as const satisfies { readonly [A in Exclude<ReportAct, 'dismiss'>]: Key }
