import { type RegistrationMode, registrationMode } from '@parley/protocol/accounts'
import type { Queries } from '../storage/database'
import { getMeta, putMeta } from '../storage/meta'

/** What an administrator changes at run time: kept in the database, so that it holds on every node and after a restart. */
export class Settings {
  constructor(private readonly defaults: { readonly registration: RegistrationMode }) {}

  /** Who may register: as an administrator said, else as configured. */
  async registration(db: Queries): Promise<RegistrationMode> {
    const stored = registrationMode.safeParse(await getMeta(db, 'registration'))
    return stored.success ? stored.data : this.defaults.registration
  }

  async setRegistration(db: Queries, registration: RegistrationMode): Promise<void> {
    await putMeta(db, 'registration', registration)
  }
}
