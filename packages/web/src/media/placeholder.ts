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

/** What a picture looks like before it is there, as a `data:` address; undefined for what cannot be read. */
export const placeholder = (thumbhash: string): string | undefined => {
  if (made.has(thumbhash)) return made.get(thumbhash)
  if (made.size >= keptMax) made.clear()
  const url = decode(thumbhash)
  made.set(thumbhash, url)
  return url
}
