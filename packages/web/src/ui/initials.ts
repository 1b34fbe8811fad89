/** Placeholders for people without a picture. */

/** 32-bit FNV-1a over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/). */
export const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The index of an id among the eight colours of people. */
export const personColor = (id: string): number => fnv1a(id) % 8

/** One letter, or two for two words. One character for Chinese names. */
export const initials = (name: string): string => {
  const [first = '', ...rest] = name.trim().split(/\s+/u)
  const last = rest.at(-1) ?? ''
  const letters = [first, last].map((word) => [...word].find((char) => /[\p{L}\p{N}]/u.test(char)) ?? '')
  return /\p{Script=Han}/u.test(letters[0] ?? '') ? (letters[0] ?? '') : letters.join('').toUpperCase()
}
