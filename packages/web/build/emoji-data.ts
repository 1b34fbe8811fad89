import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

/** What of emojibase is used. */
interface Listed {
  readonly emoji: string
  readonly label: string
  readonly tags?: readonly string[]
  readonly group?: number
  readonly version: number
  readonly order?: number
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[]
}
interface Words {
  readonly groups: readonly { readonly message: string; readonly order: number }[]
  readonly skinTones: readonly { readonly key: string; readonly message: string }[]
}

const require = createRequire(import.meta.url)
const prefix = 'virtual:emoji/'
/** Newer ones are missing in the fonts of many systems. */
const newestVersion = 15
/** Skin tones and hair as such: nobody looks for them. */
const components = 2

const recommended = /^\p{RGI_Emoji}$/v

/** As Unicode recommends it for interchange, which is what the server takes; emojibase adds a selector where none belongs. */
const inUse = (emoji: string): string | undefined =>
  [emoji, emoji.replaceAll('\uFE0F', '')].find((form) => recommended.test(form))

/** [emoji, label, category, tags, skins from light to dark] of every emoji, and what categories and skin tones are called. */
const emojiData = (locale: string) => {
  const all: readonly Listed[] = require(`emojibase-data/${locale}/data.json`)
  const { groups, skinTones }: Words = require(`emojibase-data/${locale}/messages.json`)
  const shown = all
    .filter(({ group, version }) => group !== undefined && group !== components && version <= newestVersion)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  return {
    emojis: shown.flatMap(({ emoji, label, group, tags = [], skins = [] }) => {
      const form = inUse(emoji)
      const tones = skins.filter(({ tone }) => typeof tone === 'number').flatMap((skin) => inUse(skin.emoji) ?? [])
      return form ? [[form, label, group, tags, ...(tones.length > 0 ? [tones] : [])]] : []
    }),
    categories: groups.filter(({ order }) => order !== components).map(({ order, message }) => [order, message]),
    skinTones: Object.fromEntries(skinTones.map(({ key, message }) => [key, message])),
  }
}

/** The modules `virtual:emoji/en` and `virtual:emoji/zh`: each a chunk of its own, served by us like everything else. */
export const emojiModules = (): Plugin => ({
  name: 'parley-emoji-data',
  resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
  load: (id) =>
    id.startsWith(`\0${prefix}`)
      ? `export const data = JSON.parse(${JSON.stringify(JSON.stringify(emojiData(id.slice(prefix.length + 1))))})`
      : undefined,
})
