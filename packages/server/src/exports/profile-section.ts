import { type MediaId, WORLD_CHAT_ID } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import type { UserRow } from '../users/users'
import * as store from './person-store'
import { readme } from './readme'
import { jsonFile, type Section, textFile, timeOf } from './section'

const DAY_MS = 24 * 3_600_000

const profileOf = (row: UserRow) => ({
  id: toId<string & {}>(row.id),
  ...{ username: row.username, name: row.name, bio: row.bio },
  avatar: row.avatar === null ? null : toId<MediaId>(row.avatar),
  ...{ administrator: row.admin === 1, created: timeOf(row.created_at), lastSeenByOthers: timeOf(row.seen_at) },
  twoStepVerificationSince: timeOf(row.second_factor_at),
})

const settingsOf = (row: UserRow) => ({
  ...{ status: row.status, statusText: row.status_text, statusUntil: timeOf(row.status_until) },
  ...{ seenBy: row.seen_by, foundBy: row.found_by, askedBy: row.asked_by, addedBy: row.added_by },
  ...{ showsReads: row.shows_reads === 1, showsTyping: row.shows_typing === 1 },
})

/** The explanation, the profile and the settings. */
export const profileSection: Section = async ({ database }, { userKey, at }) => {
  const found = await database.read(async (db) => {
    const [row, contacts, usage] = [
      await store.selectUser(db, userKey),
      await store.selectContacts(db, userKey),
      await store.selectUsage(db, userKey),
    ]
    return row && { row, contacts, usage }
  })
  if (!found) return { files: [], next: undefined }
  const { row, usage } = found
  const { email, pending, passkeys, identities, registration } = found.contacts
  const profile = {
    ...{ profile: profileOf(row), settings: settingsOf(row), worldChatId: WORLD_CHAT_ID },
    email: email ? { address: email.address, language: email.language, confirmed: timeOf(email.verified_at) } : null,
    codesOnTheirWay: pending.map(({ address, purpose, expires_at: expires }) => ({
      ...{ address, purpose, expires: timeOf(expires) },
    })),
    passkeys: passkeys.map(({ name, rp_id: host, created_at, last_used_at }) => ({
      ...{ name, host, created: timeOf(created_at), lastUsed: timeOf(last_used_at) },
    })),
    identities: identities.map(({ created_at, used_at, ...identity }) => ({
      ...{ ...identity, created: timeOf(created_at), lastUsed: timeOf(used_at) },
    })),
    registeredFrom: registration ? { address: registration.address, at: timeOf(registration.at) } : null,
    usage: usage.map(({ day, written_bytes: writtenBytes, file_bytes: fileBytes }) => ({
      ...{ day: new Date(day * DAY_MS).toISOString().slice(0, 10), writtenBytes, fileBytes },
    })),
  }
  return {
    files: [textFile('README.txt', readme(row.username, at)), jsonFile('profile.json', profile)],
    next: undefined,
  }
}
