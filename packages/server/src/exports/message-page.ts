import type { MediaId, Message, StoredBody, User, UserId } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import { escaped, htmlPage, link } from './html'
import { numbered } from './section'

export interface MessagePageParts {
  readonly title: string
  readonly people: readonly User[]
  readonly messages: readonly Message[]
  /** Where the person's own uploads lie in the archive. */
  readonly paths: ReadonlyMap<MediaId, string>
  /** The number of the page: 1 is the first one. */
  readonly file: number
  /** Whether it is the last one. */
  readonly isOver: boolean
}

/** The text of a message. */
const textOf = (body: StoredBody): string => {
  if ('text' in body && typeof body.text === 'string') return body.text
  if ('caption' in body && typeof body.caption === 'string') return body.caption
  if ('name' in body && typeof body.name === 'string') return body.name
  return ''
}

const bodyHtml = ({ body }: Message, paths: MessagePageParts['paths']): string => {
  const text = textOf(body)
  const uploads = uploadsOf(body).map((id) => paths.get(id))
  const links = uploads.map((path) => (path ? `<p>${link(`../../${path}`, path.split('/').at(-1) ?? '')}</p>` : ''))
  const kind = body.type === 'text' ? '' : `<p><small>[${escaped(body.type)}]</small></p>`
  return `${kind}${text === '' ? '' : `<p dir="auto">${escaped(text)}</p>`}${links.join('')}`
}

const articleOf = (message: Message, names: ReadonlyMap<UserId, string>, paths: MessagePageParts['paths']): string => {
  const at = new Date(message.at).toISOString()
  const who = names.get(message.senderId) ?? message.senderId
  const time = `<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`
  return `<article id="m${message.seq}"><b dir="auto">${escaped(who)}</b>${time}${bodyHtml(message, paths)}</article>`
}

/** A page of a chat's messages. */
export const messagePage = ({ title, people, messages, paths, file, isOver }: MessagePageParts): string => {
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const links = [
    ...(file > 1 ? [link(`messages-${numbered(file - 1)}.html`, '←')] : []),
    link('../../index.html', 'index.html'),
    ...(isOver ? [] : [link(`messages-${numbered(file + 1)}.html`, '→')]),
  ]
  const nav = `<nav>${links.join('')}</nav>`
  const articles = messages.map((message) => articleOf(message, names, paths)).join('\n')
  return htmlPage({ title, body: `${nav}\n${articles}\n${nav}` })
}
