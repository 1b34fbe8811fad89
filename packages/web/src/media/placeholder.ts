import { thumbHashToDataURL } from 'thumbhash'

const made = new Map<string, string | undefined>()
const keptMax = 500

const decode = (thumbhash: string): string | undefined => {
  try {
    const bytes = Uint8Array.from(atob(thumbhash), (character) => character.charCodeAt(0))
    return bytes.length < 5 ? undefined : thumbHashToDataURL(bytes)
  } catch {
    return undefined
  }
}

/** A placeholder for a picture before it loads, as a `data:` address. Undefined for invalid hashes. */
export const placeholder = (thumbhash: string): string | undefined => {
  if (made.has(thumbhash)) return made.get(thumbhash)
  if (made.size >= keptMax) made.clear()
  const url = decode(thumbhash)
  made.set(thumbhash, url)
  return url
}
