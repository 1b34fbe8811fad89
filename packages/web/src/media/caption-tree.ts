import type { ImageBody } from '@parley/protocol'
import { markdownOf } from '../chat/markdown/parse'

const captions = new WeakMap<ImageBody, { readonly text: string }>()

/** What is written under a picture, parsed once for each body. */
export const captionTree = (body: ImageBody, text: string) => {
  const known = captions.get(body) ?? { text }
  captions.set(body, known)
  return markdownOf(known)
}
