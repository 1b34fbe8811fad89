import { limits, type Message } from '@parley/protocol'

/** A form in which a message was reported, with the place of the reporter who has the oldest account. */
export interface Form extends Message {
  readonly place?: number
}

/** Forms as they are stored: their reporters stay out of sight. */
export const messagesOf = (forms: string): Message[] =>
  (JSON.parse(forms) as Form[]).map(({ place: _, ...message }) => message as Message)

export interface NewForm {
  readonly message: Message
  readonly place: number
  /** The reporter. */
  readonly userKey: number
}

/**
 * Adds a form. The first and the newest one stay. Of the others, those of older accounts stay, because a sender can edit a message, and
 * let new accounts report each form.
 * @param keyOf the keys of reporters by their place; accounts have rising keys
 */
export const withForm = (
  forms: readonly Form[],
  { message, place, userKey }: NewForm,
  keyOf: (place: number | undefined) => number,
): Form[] => {
  const known = forms.find(({ editedAt }) => editedAt === message.editedAt)
  const age = (form: Form): number => (form.place === place ? userKey : keyOf(form.place))
  const all = known
    ? forms.map((form) => (form === known && userKey < age(form) ? { ...form, place } : form))
    : [...forms, { ...message, place }]
  if (all.length <= limits.reportVersions) return all
  const youngest = all.slice(1, -1).reduce((last, form) => (age(form) > age(last) ? form : last))
  return all.filter((form) => form !== youngest)
}
