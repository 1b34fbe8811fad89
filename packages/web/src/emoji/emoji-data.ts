import { loaders } from 'virtual:emoji'
import type { EmojiData } from 'frimousse'
import { loadWithRetry } from '../lib/load-with-retry'

type Stored = typeof import('virtual:emoji/en').data

const stored = async (locale: string): Promise<Stored> => {
  const language = locale.split('-')[0] ?? ''
  return (await loadWithRetry(loaders[language] ?? loaders.en)).data
}

const tones = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const

const skinsOf = (skins: readonly string[] | undefined) =>
  skins &&
  (Object.fromEntries(tones.map((tone, at) => [tone, skins[at] ?? ''])) as Record<(typeof tones)[number], string>)

const loaded = new Map<string, Promise<EmojiData>>()

/** All emojis with their names in a language. This is a separate chunk, loaded once. */
export const emojiData = (locale: string): Promise<EmojiData> => {
  const known = loaded.get(locale)
  if (known) return known
  const loading = stored(locale).then(({ emojis, categories, skinTones }) => ({
    locale,
    emojis: emojis.map(([emoji, label, category, tags, skins]) => ({
      ...{ emoji, label, category, tags: [...tags], version: 0 },
      ...(skins && { skins: skinsOf(skins) }),
    })),
    categories: categories.map(([index, label]) => ({ index, label })),
    skinTones: { ...skinTones },
  }))
  loaded.set(locale, loading)
  loading.catch(() => loaded.delete(locale))
  return loading
}
