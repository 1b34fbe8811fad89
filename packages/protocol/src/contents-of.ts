import type { ContentKind, StoredBody } from './rows'

const none: readonly ContentKind[] = []
const links: readonly ContentKind[] = ['links']
const media: readonly ContentKind[] = ['media']
const files: readonly ContentKind[] = ['files']
const voice: readonly ContentKind[] = ['voice']

/** Whether a text contains a web address. */
const hasLink = (text: string | undefined): boolean => text !== undefined && /https?:\/\//i.test(text)

const withLinks = (kinds: readonly ContentKind[], caption: string | undefined): readonly ContentKind[] =>
  hasLink(caption) ? [...kinds, ...links] : kinds

/** The lists of a chat's contents that a message belongs to. */
export const contentsOf = (body: StoredBody): readonly ContentKind[] => {
  switch (body.type) {
    case 'text':
      return hasLink(body.text) ? links : none
    case 'image':
    case 'video':
    case 'album':
      return withLinks(media, body.caption)
    case 'file':
      return withLinks(files, body.caption)
    case 'voice':
      return voice
    case 'system':
    case 'retracted':
    case 'withheld':
    case 'location':
    case 'contact':
      return none
    default:
      // A kind that only newer servers know.
      body satisfies never
      return none
  }
}
