import { words as enFirst } from '../../../packages/web/src/i18n/words/en'
import { words as enAdmin } from '../../../packages/web/src/i18n/words/en-admin'
import { words as enDocs } from '../../../packages/web/src/i18n/words/en-docs'
import { words as enLater } from '../../../packages/web/src/i18n/words/en-later'
import { words as zhFirst } from '../../../packages/web/src/i18n/words/zh'
import { words as zhAdmin } from '../../../packages/web/src/i18n/words/zh-admin'
import { words as zhDocs } from '../../../packages/web/src/i18n/words/zh-docs'
import { words as zhLater } from '../../../packages/web/src/i18n/words/zh-later'

export const en = { ...enFirst, ...enLater, ...enAdmin, ...enDocs }
export const zh = { ...zhFirst, ...zhLater, ...zhAdmin, ...zhDocs }

type Entry = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

/** A catalog text as a pattern, with any value in its placeholders. */
export const wording = (entry: Entry): RegExp => {
  const forms = typeof entry === 'string' ? [entry] : Object.values(entry)
  const escaped = forms.map((form) => form.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+'))
  return new RegExp(escaped.join('|'))
}
