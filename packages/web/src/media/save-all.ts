import type { AlbumItem, StoredBody } from '@parley/protocol'
import type { MediaSource, Readable, TimelineMessage } from '@parley/sdk/api'
import { client } from '../client'
import type { T } from '../i18n/catalog'
import { toast } from '../ui'
import { shownBy } from './shown-by'

type Saved = Pick<AlbumItem, 'mediaId' | 'name'> & { readonly image: boolean }

/** What the browser can save of a message. */
export const savedFiles = (body: StoredBody): readonly Saved[] => {
  switch (body.type) {
    case 'image':
      return [{ mediaId: body.mediaId, name: body.name, image: true }]
    case 'video':
    case 'voice':
    case 'file':
      return [{ mediaId: body.mediaId, name: body.name, image: false }]
    case 'album':
      return body.items.map(({ mediaId, name, kind }) => ({ mediaId, name, image: kind === 'image' }))
    case 'text':
    case 'location':
    case 'contact':
    case 'system':
    case 'retracted':
    case 'withheld':
      return []
    default:
      body satisfies never
      return []
  }
}

/** Pictures are stored as WebP, whatever they were. */
export const savedName = ({ name, image }: Pick<Saved, 'name' | 'image'>): string =>
  image ? `${name.replace(/\.\w{1,5}$/, '')}.webp` : name

/** Addresses come within this, or not at all. */
const patienceMs = 15_000
/** Browsers drop downloads that begin at the same moment. */
const betweenMs = 300

const addressOf = (source: Readable<MediaSource | undefined>): Promise<string | undefined> =>
  new Promise((resolve) => {
    const url = () => source.get()?.url ?? source.get()?.sizes.at(-1)?.url
    const end = () => {
      stop()
      clearTimeout(timer)
      resolve(url())
    }
    const timer = setTimeout(end, patienceMs)
    const stop = source.subscribe(() => url() !== undefined && end())
    if (url() !== undefined) end()
  })

/** Saves every file that some messages show; says how many could not be saved. */
export const saveAll = async (t: T, messages: readonly TimelineMessage[]): Promise<void> => {
  const files = messages.flatMap((message) => savedFiles(message.body).map((file) => ({ file, by: shownBy(message) })))
  let missing = 0
  for (const [at, { file, by }] of files.entries()) {
    const href = await addressOf(client.media(file.mediaId, by))
    if (href === undefined) missing++
    else Object.assign(document.createElement('a'), { href, download: savedName(file) }).click()
    if (at < files.length - 1) await new Promise((resolve) => setTimeout(resolve, betweenMs))
  }
  if (missing > 0) toast(t('notSaved', { count: missing }), { kind: 'danger' })
}
