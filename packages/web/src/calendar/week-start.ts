/** Some browsers lack it. */
type LocaleWithWeek = Pick<Intl.Locale, 'language'> & Partial<Pick<Intl.Locale, 'getWeekInfo'>>

/** What browsers without week data take. */
const starts: Readonly<Record<string, number>> = { zh: 1, en: 7 }

/**
 * The first day of a week: 1 for Monday to 7 for Sunday.
 * @param locale the language on screen
 * @param preferred the languages of the browser: one of them may say in which country the language is spoken
 */
export const weekStartOf = (locale: string, preferred: readonly string[]): number => {
  const { language } = new Intl.Locale(locale)
  const exact = preferred.find((one) => new Intl.Locale(one).language === language) ?? locale
  const known: LocaleWithWeek = new Intl.Locale(exact)
  return known.getWeekInfo?.().firstDay ?? starts[language] ?? 1
}
