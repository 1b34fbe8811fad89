const han = /\p{Script=Han}/u
/** Full names have two or three characters, with the family name first. `乐乐` is a nickname. */
const fullName = /^(\p{Script=Han})(?!\1)\p{Script=Han}{1,2}$/u
const meaningful = /[\p{L}\p{N}]/u
/** Longer than any name of Chinese characters. NFKC turns some single characters into whole sentences. */
const READING_MAX_CHARS = 400

type Library = typeof import('pinyin-pro')
let library: Promise<Library> | undefined

/** The dictionary takes 30 MB, so it loads with the first Chinese name. */
const load = (): Promise<Library> => {
  library ??= import('pinyin-pro')
  return library
}

/**
 * A name in Latin letters, if it has Chinese characters: syllables in lower case without tones, with spaces between
 * them, and `v` for `ü`. Some characters are read differently in family names (`单` is `shan` there and `dan` elsewhere).
 * Such names have two readings, the likelier one first.
 */
export const readingsOf = async (name: string): Promise<readonly string[]> => {
  if (!han.test(name)) return []
  const { pinyin } = await load()
  const read = (surname: 'head' | 'off') =>
    pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true, surname })
      .map((part) =>
        part
          .normalize('NFKC')
          .toLowerCase()
          .replaceAll(/[,\s]+/g, ' ')
          .trim(),
      )
      .filter((part) => meaningful.test(part))
      .join(' ')
      .slice(0, READING_MAX_CHARS)
  const readings = [read('head'), read('off')]
  return [...new Set(fullName.test(name) ? readings : readings.reverse())]
}

/** Readings in their stored form: an empty text for none. */
export const storedReadings = async (name: string): Promise<string> => (await readingsOf(name)).join(',')

/** The wire's field for stored readings. */
export const readingsField = <F extends string>(field: F, stored: string | null) =>
  (stored ? { [field]: stored.split(',') } : {}) as { readonly [K in F]?: string[] }

/** The texts that find a name: whole readings without spaces, and the first letters of their syllables. */
export const spellingsOf = (stored: string): readonly string[] => {
  const readings = stored === '' ? [] : stored.split(',').map((reading) => reading.split(' '))
  return [
    ...new Set(
      readings.flatMap((syllables) => [
        syllables.join(''),
        syllables.map((syllable) => [...syllable][0] ?? '').join(''),
      ]),
    ),
  ]
}

/** A query in the form of spellings. Undefined if no spelling can begin with it. */
export const spelledQuery = (query: string): string | undefined => {
  const text = query.toLowerCase().replaceAll(/[\s'’]/g, '')
  return /^[a-z0-9]+$/.test(text) ? text : undefined
}
