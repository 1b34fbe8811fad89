import { en } from './en'
import type { MailWords } from './mail-words'
import { zh } from './zh'

/** The languages of mails by their codes. A new language is a file beside this one and an entry here. */
export const languages = { en, zh } satisfies Record<string, MailWords>
