import { en as enFirst } from '../../../packages/web/src/i18n/en'
import { enLater } from '../../../packages/web/src/i18n/en-later'
import { zh as zhFirst } from '../../../packages/web/src/i18n/zh'
import { zhLater } from '../../../packages/web/src/i18n/zh-later'

export const en = { ...enFirst, ...enLater }
export const zh = { ...zhFirst, ...zhLater }

type Entry = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

/** A text of a catalog as a pattern: what is filled in may be anything. */
export const wording = (entry: Entry): RegExp => {
  const forms = typeof entry === 'string' ? [entry] : Object.values(entry)
  const escaped = forms.map((form) => form.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+'))
  return new RegExp(escaped.join('|'))
}
