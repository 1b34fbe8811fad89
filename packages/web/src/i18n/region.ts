/** A locale with its week data. Browsers may lack parts of it. */
type KnownLocale = Intl.Locale & {
  readonly getHourCycles?: () => readonly string[]
  readonly getWeekInfo?: () => { readonly firstDay: number }
}

const localeOf = (tag: string): KnownLocale => new Intl.Locale(tag)

/** Browsers on systems without a language report invalid tags. */
const regionOf = (tag: string): string | undefined => {
  try {
    return localeOf(tag).region
  } catch {
    return undefined
  }
}

/**
 * The current language as the user's region writes it. Dates, times and weeks follow the region of the browser in every
 * language.
 *
 * @param locale the current language
 * @param preferred the languages of the browser. The first one with a region decides
 */
export const regional = (locale: string, preferred: readonly string[]): string => {
  const region = preferred.map(regionOf).find((one) => one !== undefined)
  if (region === undefined) return locale
  const { language, script } = localeOf(locale).maximize()
  // Some regions write Chinese in another script, but the script of the texts stays.
  const usual = localeOf(`${language}-${region}`).maximize().script
  return new Intl.Locale(language, { region, ...(script !== undefined && script !== usual && { script }) }).toString()
}

/**
 * Options for times: 24 hours where the region uses them. For regions without texts of their own, browsers would use the
 * format of the language's home region.
 */
export const hoursOf = (locale: string): Pick<Intl.DateTimeFormatOptions, 'hourCycle'> => {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  const here = localeOf(locale).getHourCycles?.()[0]
  return here === 'h23' && hourCycle !== here ? { hourCycle: here } : {}
}

/** The fallback for browsers without week data, by language. */
const starts: Readonly<Record<string, number>> = { zh: 1, en: 7 }

/** The first day of a week: 1 for Monday to 7 for Sunday. */
export const weekStartOf = (locale: string): number => {
  const known = localeOf(locale)
  return known.getWeekInfo?.().firstDay ?? starts[known.language] ?? 1
}
