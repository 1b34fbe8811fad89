import type { AlbumItem, StoredBody } from '@parley/protocol'
import type { MediaSource, Readable, TimelineMessage } from '@parley/sdk/api'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { sourceMessage } from './source-message'

type Saved = Pick<AlbumItem, 'mediaId' | 'name'> & { readonly image: boolean }

/** The files of a message that the browser can save. */
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

/** Pictures are stored as WebP, whatever their original format. */
export const savedName = ({ name, image }: Pick<Saved, 'name' | 'image'>): string =>
  image ? `${name.replace(/\.\w{1,5}$/, '')}.webp` : name

/** The client gives up if an address takes longer. */
const timeoutMs = 15_000
/** Browsers drop downloads that start at the same time. */
const betweenMs = 300

const addressOf = (source: Readable<MediaSource | undefined>): Promise<string | undefined> =>
  new Promise((resolve) => {
    const url = () => source.get()?.url ?? source.get()?.sizes.at(-1)?.url
    const end = () => {
      stop()
      clearTimeout(timer)
      resolve(url())
    }
    const timer = setTimeout(end, timeoutMs)
    const stop = source.subscribe(() => url() !== undefined && end())
    if (url() !== undefined) end()
  })

/** Saves all files of the messages, and shows how many failed. */
export const saveAll = async ({ t, client }: ActionContext, messages: readonly TimelineMessage[]): Promise<void> => {
  const files = messages.flatMap((message) =>
    savedFiles(message.body).map((file) => ({ file, by: sourceMessage(message) })),
  )
  let missing = 0
  for (const [at, { file, by }] of files.entries()) {
    const href = await addressOf(client.media(file.mediaId, by))
    if (href === undefined) missing++
    else Object.assign(document.createElement('a'), { href, download: savedName(file) }).click()
    if (at < files.length - 1) await new Promise((resolve) => setTimeout(resolve, betweenMs))
  }
  if (missing > 0) toast(t('notSaved', { count: missing }), { kind: 'danger' })
}
