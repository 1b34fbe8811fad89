import type { ImageBody } from '@parley/protocol'

const captions = new WeakMap<ImageBody, { readonly text: string }>()

/** What is written under a picture, as one object for each body, so that it is parsed once. */
export const captionOf = (body: ImageBody, text: string): { readonly text: string } => {
  const known = captions.get(body) ?? { text }
  captions.set(body, known)
  return known
}
