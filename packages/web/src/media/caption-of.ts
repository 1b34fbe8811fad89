const captions = new WeakMap<object, { readonly text: string }>()

/** The caption of a body. It is the same object for each body, so that it is parsed once. */
export const captionOf = (body: object, text: string): { readonly text: string } => {
  const known = captions.get(body) ?? { text }
  captions.set(body, known)
  return known
}
