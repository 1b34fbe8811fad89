import { type ChatId, isUuidV7 } from '@parley/protocol'
import { firstPage } from './chat-section'
import { chatTitles } from './chat-titles-store'
import { selectEntries } from './export-store'
import { htmlPage, link } from './html'
import { numbered, type Section, textFile } from './section'

/** Files that one part looks through, and chats of one list. */
const LOOKED_THROUGH = 2_000

interface Place {
  /** The next file to look at. */
  readonly from: number
  /** The number of the next list of chats. */
  readonly list: number
}

/** Lists of the chats in the archive, and the page that people open first. */
export const indexSection: Section = async ({ database }, person, after) => {
  const { from, list } = (after ?? { from: 0, list: 1 }) as Place
  const limit = Math.min(LOOKED_THROUGH, person.entries - from)
  const stored = limit <= 0 ? [] : await database.read((db) => selectEntries(db, person.exportKey, { from, limit }))
  const unstored = person.unstored.slice(Math.max(0, from - person.entries)).slice(0, LOOKED_THROUGH - stored.length)
  const entries = [...stored, ...unstored]
  const ids = entries.flatMap(({ name }) => chatOf(name) ?? [])
  const isOver = entries.length < LOOKED_THROUGH
  const lists = ids.length === 0 ? list : list + 1
  const files = [
    ...(ids.length === 0 ? [] : [textFile(`chats-${numbered(list)}.html`, await listPage(ids))]),
    ...(isOver ? [textFile('index.html', indexPage(lists - 1, new Date(person.at).toISOString()))] : []),
  ]
  return { files, next: isOver ? undefined : { from: from + entries.length, list: lists } }

  async function listPage(chatIds: readonly ChatId[]): Promise<string> {
    const titles = await database.read((db) => chatTitles(db, person.userKey, chatIds))
    const items = chatIds.map((id) => `<li>${link(`chats/${id}/${firstPage}`, titles.get(id) ?? id)}</li>`)
    return htmlPage({
      title: 'Chats · 聊天',
      body: `<ul>${items.join('\n')}</ul><nav>${link('index.html', 'index.html')}</nav>`,
    })
  }
}

/** The chat whose first page a file is. */
const chatOf = (name: string): ChatId | undefined => {
  const [folder, id = '', page] = name.split('/')
  return folder === 'chats' && page === firstPage && isUuidV7(id) ? (id as ChatId) : undefined
}

const indexPage = (lists: number, at: string): string => {
  const chats = Array.from({ length: lists }, (_, index) => `chats-${numbered(index + 1)}.html`)
  const files = [
    ...['README.txt', 'profile.json', `sessions-${numbered(1)}.json`, `friends-${numbered(1)}.json`],
    ...[`reports-${numbered(1)}.json`, `reactions-${numbered(1)}.json`],
  ]
  const items = (names: readonly string[]) => names.map((name) => `<li>${link(name, name)}</li>`).join('\n')
  const body = `<p><time>${at}</time></p>
<h2>Chats · 聊天</h2><ul>${items(chats)}</ul>
<h2>Files · 文件</h2><ul>${items(files)}<li>${link('media', 'media')}</li></ul>`
  return htmlPage({ title: 'Your data · 你的数据', body })
}
