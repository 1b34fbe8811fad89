import type { Mail } from './mailer'
import { languages } from './words/languages'
import type { MailKind } from './words/mail-words'

/** The content and the recipient of a mail. Values of unused placeholders may be left out. */
export interface Letter {
  readonly kind: MailKind
  readonly to: string
  /** A language tag such as `zh-CN`. Unknown languages get English. */
  readonly language: string
  /** The name of this installation. */
  readonly server: string
  readonly username?: string
  readonly code?: string
  readonly minutes?: number
}

const isKnown = (code: string): code is keyof typeof languages => Object.hasOwn(languages, code)

/** The supported language that is closest to a tag. */
export const mailLanguage = (tag: string): keyof typeof languages => {
  const [code = ''] = tag.toLowerCase().split('-')
  return isKnown(code) ? code : 'en'
}

/** Fills in a mail. Names that people chose appear as text, in HTML as well. */
export const compose = (letter: Letter): Mail => {
  const language = mailLanguage(letter.language)
  const { subject, lines } = languages[language][letter.kind]
  const { to, server, username = '', code = '', minutes = 0 } = letter
  const values: Readonly<Record<string, string>> = { server, address: to, username, code, minutes: String(minutes) }
  const fill = (line: string) => line.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')
  const paragraphs = lines.map((line) =>
    line === '{code}'
      ? `<p style="font:600 28px/1.4 monospace;letter-spacing:6px;margin:24px 0">${escaped(code)}</p>`
      : `<p style="margin:0 0 16px">${escaped(fill(line))}</p>`,
  )
  return {
    to,
    subject: fill(subject),
    text: `${lines.map(fill).join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font:16px/1.5 sans-serif;max-width:32em;margin:0 auto;padding:24px">
${paragraphs.join('\n')}
</body></html>
`,
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)
