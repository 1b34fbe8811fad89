import { en } from '../../../packages/web/src/i18n/en'
import { zh } from '../../../packages/web/src/i18n/zh'

export { en, zh }

type Entry = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

/** A text of a catalog as a pattern: what is filled in may be anything. */
export const wording = (entry: Entry): RegExp => {
  const forms = typeof entry === 'string' ? [entry] : Object.values(entry)
  const escaped = forms.map((form) => form.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+'))
  return new RegExp(escaped.join('|'))
}
