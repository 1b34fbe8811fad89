import { compose, type Letter } from '../../mail/compose'
import type { MailParts } from '../../mail/create-mail'
import type { Queries } from '../../storage/database'
import type { UserRow } from '../../users/users'
import type { Settings } from '../settings'
import * as store from './email-store'

export interface NoticesOptions {
  readonly settings: Pick<Settings, 'serverName'>
  readonly mail: MailParts
}

/** Mails that tell people of changes to their account, at their confirmed address. */
export class Notices {
  constructor(private readonly options: NoticesOptions) {}

  /** The mail about a changed password; undefined without an address. Call it in the transaction that changes the password. */
  passwordChanged(db: Queries, row: UserRow): Promise<Letter | undefined> {
    return this.letterTo(db, row, 'password')
  }

  /** The mail about another change; undefined without an address. Call it in the transaction of the change. */
  async letterTo(db: Queries, { key, username }: UserRow, kind: Letter['kind']): Promise<Letter | undefined> {
    const email = await store.selectEmail(db, key)
    if (!email) return undefined
    const server = (await this.options.settings.serverName(db)) ?? 'Parley'
    return { kind, to: email.address, language: email.language, server, username }
  }

  /** Sends a mail once its change is stored. */
  send(letter: Letter | undefined): void {
    if (letter) this.options.mail.queue.add(compose(letter))
  }
}
