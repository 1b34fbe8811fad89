import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** The used part of emojibase. */
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
const prefix = 'virtual:emoji'
/** The fonts of many systems lack newer ones. */
const newestVersion = 15
/** Skin tones and hair as such, which users don't look for. */
const components = 2

const recommended = /^\p{RGI_Emoji}$/v

/** The form that Unicode recommends for interchange, which the server accepts. Emojibase adds superfluous selectors. */
const inUse = (emoji: string): string | undefined =>
  [emoji, emoji.replaceAll('\uFE0F', '')].find((form) => recommended.test(form))

/**
 * [emoji, label, category, tags, skins from light to dark] of every emoji, and the names of categories and skin tones.
 */
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

/** Whether emojibase has names in this language. The client otherwise shows English ones. */
const hasEmoji = (code: string): boolean => {
  try {
    return require.resolve(`emojibase-data/${code}/data.json`) !== ''
  } catch {
    return false
  }
}

/** The languages of the client with emoji names, by the names of its catalogs. */
const languages = readdirSync(join(import.meta.dirname, '..', 'src', 'i18n', 'words'))
  .map((file) => file.replace(/(-later|-docs)?\.ts$/, ''))
  .filter((code, at, codes) => codes.indexOf(code) === at && hasEmoji(code))

const loaders = languages
  .map((code) => `${JSON.stringify(code)}: () => import(${JSON.stringify(`${prefix}/${code}`)})`)
  .join(', ')

/**
 * The module `virtual:emoji` loads the emoji of each language of the client. Each language is a chunk of its own, which
 * this server serves like all others.
 */
export const emojiModules = (): Plugin => ({
  name: 'parley-emoji-data',
  resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
  load: (id) => {
    if (id === `\0${prefix}`) return `export const loaders = { ${loaders} }`
    if (!id.startsWith(`\0${prefix}/`)) return undefined
    return `export const data = JSON.parse(${JSON.stringify(JSON.stringify(emojiData(id.slice(prefix.length + 2))))})`
  },
})
