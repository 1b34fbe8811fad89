import { newUuidV7, type Params, type WaveId } from '@parley/protocol'
import type { Person, TestApp } from '@parley/server/src/testing/test-app'

let waves = 0

/** The cleanup of one account, which is registered from an address of its own. */
export const waveOfOne = async (app: TestApp, administrator: Person): Promise<Params<'admin.cleanWave'>> => {
  const address = `192.0.2.${++waves % 250}`
  const username = `new.${newUuidV7().slice(-12)}`
  const account = { username, name: 'New', password: 'quiet barn owl under 4 roofs' }
  await app.connectFrom(address).call('accounts.register', account)
  const now = app.database.now()
  const filter = { from: now - 60_000, until: now + 60_000, network: address }
  const { hash } = await administrator.call('admin.countWave', { filter })
  return { id: newUuidV7() as WaveId, filter, hash }
}
