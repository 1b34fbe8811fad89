import type {
  AlbumItem,
  MediaBody,
  Media as MediaFacts,
  MediaId,
  MessageId,
  OtherFile,
  Picture,
  SentMedia,
  Video,
  Voice,
} from '@parley/protocol'
import type { Sender } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { Database, Transaction } from '../storage/database'
import { factsOf } from './media-facts'
import { notClaimed } from './not-claimed'
import * as store from './store'
import * as uses from './uses-store'

/** The message that shows uploads. */
export interface Showing {
  readonly chatKey: number
  readonly messageId: MessageId
}

/** A message whose uploads are claimed. */
interface Claimed extends Showing {
  readonly body: SentMedia
  /** Looks at the body before it is stored. Runs in the transaction, and reads no database. */
  readonly checkWords: (body: MediaBody) => void
}

interface ByKind {
  readonly image: Picture
  readonly video: Video
  readonly voice: Voice
  readonly file: OtherFile
}
type Kind = keyof ByKind

/** Gives uploads to the messages that show them. */
export class Claims {
  constructor(private readonly database: Database) {}

  /**
   * Gives own uploads for this chat to a message, for good, and returns the body to store. Safe to repeat for the same message.
   * @throws Failure with `not_found` when an upload is missing, incomplete, of another chat, or belongs to another message;
   * with `invalid_params` when it is of another kind. An error of `checkWords` leaves the uploads unclaimed
   */
  claim(caller: Sender, { chatKey, messageId, body, checkWords }: Claimed): Promise<MediaBody> {
    return this.database.write(async (tx) => {
      const ids = body.type === 'album' ? body.items : [body.mediaId]
      const facts = new Map<MediaId, MediaFacts>()
      // In one order everywhere, to prevent deadlocks.
      for (const id of ids.toSorted())
        facts.set(id, await this.claimOne(tx, { id, ownerKey: caller.userKey, chatKey, messageId }, fieldOf(body)))
      const claimed = bodyOf(body, facts)
      checkWords(claimed)
      return claimed
    })
  }

  /**
   * Notes that a forwarded message shows uploads.
   * @throws Failure with `not_found` when one of them was removed meanwhile
   */
  async share(tx: Transaction, { chatKey, messageId }: Showing, ids: readonly MediaId[]): Promise<void> {
    const keys = await uses.lockMedia(tx.db, await uses.selectKeys(tx.db, ids), tx.now)
    if (keys.length < new Set(ids).size) throw fail('not_found', { field: 'from' })
    await uses.insertUses(tx.db, { mediaKeys: keys, chatKey, messageId }, tx.now)
  }

  private async claimOne(tx: Transaction, claim: store.Claim, field: string): Promise<MediaFacts> {
    const { db, now } = tx
    const row = await this.withPoster(tx, await store.claimForMessage(db, claim, now))
    const facts = row && factsOf(row)
    if (!facts)
      throw await notClaimed(tx, claim, { field, message: `${field}: must be your own unused upload for this chat` })
    await uses.insertUses(db, { mediaKeys: [row.key], chatKey: claim.chatKey, messageId: claim.messageId }, now)
    if (row.poster !== null) await this.claimOne(tx, { ...claim, id: toId(row.poster) }, field)
    return facts
  }

  /** A video goes without a poster that its check has refused. */
  private async withPoster({ db }: Transaction, row: store.MediaRow | undefined): Promise<store.MediaRow | undefined> {
    if (!row || row.poster === null) return row
    const poster = await store.selectMedia(db, toId(row.poster))
    if (poster?.scan !== 'refused' && poster?.scan !== 'unchecked') return row
    await store.dropPoster(db, row.key)
    return { ...row, poster: null }
  }
}

const fieldOf = (body: SentMedia): string => (body.type === 'album' ? 'body.items' : 'body.mediaId')

const names: Readonly<Record<Kind, string>> = {
  image: 'a picture',
  video: 'a video',
  voice: 'a voice message',
  file: 'a file',
}

/** The upload as the kind that a body names it as. */
const asKind = <K extends Kind>(facts: MediaFacts | undefined, kind: K, field: string): ByKind[K] => {
  if (facts?.kind !== kind)
    throw fail('invalid_params', {
      field,
      message: `${field}: this upload is ${facts ? names[facts.kind] : 'missing'}, not ${names[kind]}`,
    })
  const { kind: _, ...rest } = facts
  return rest as ByKind[K]
}

const asItem = (facts: MediaFacts | undefined): AlbumItem => {
  if (facts?.kind === 'image' || facts?.kind === 'video') return facts
  throw fail('invalid_params', {
    field: 'body.items',
    message: 'body.items: an album contains only pictures and videos',
  })
}

const bodyOf = (body: SentMedia, facts: ReadonlyMap<MediaId, MediaFacts>): MediaBody => {
  const caption = 'caption' in body && body.caption !== undefined ? { caption: body.caption } : {}
  const field = 'body.mediaId'
  switch (body.type) {
    case 'image':
      return { type: 'image', ...asKind(facts.get(body.mediaId), 'image', field), ...caption }
    case 'video':
      return { type: 'video', ...asKind(facts.get(body.mediaId), 'video', field), ...caption }
    case 'voice':
      return { type: 'voice', ...asKind(facts.get(body.mediaId), 'voice', field) }
    case 'file':
      return { type: 'file', ...asKind(facts.get(body.mediaId), 'file', field), ...caption }
    case 'album':
      return { type: 'album', items: body.items.map((id) => asItem(facts.get(id))), ...caption }
  }
}
