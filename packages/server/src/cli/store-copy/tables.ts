import type { Schema } from '../../storage/schema'

export type Value = number | string | Uint8Array | null
export type Row = Readonly<Record<string, Value>>
export type TableName = keyof Schema

/** One table as it is copied. */
export interface CopiedTable {
  readonly name: TableName
  /** By what rows are read in order: the primary key. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Whether PostgreSQL numbers its rows, and has to go on after the last one. */
  readonly numbered: boolean
  /** Rows of a text key that each database has of its own. */
  readonly leftOut?: { readonly column: string; readonly values: readonly string[] }
  /** Values that a copy does not take over. */
  readonly instead?: Row
}

type Columns<T extends TableName> = { readonly [C in keyof Schema[T]]-?: true }
interface Shape<T extends TableName> {
  readonly key: readonly (keyof Schema[T] & string)[]
  readonly columns: Columns<T>
  readonly numbered?: true
  readonly leftOut?: CopiedTable['leftOut']
  readonly instead?: { readonly [C in keyof Schema[T]]?: Schema[T][C] & Value }
}

/** The compiler requires every table and column of the schema here. Rows come after the rows that they refer to. */
const shapes: { readonly [T in TableName]: Shape<T> } = {
  // The copy gets a new epoch at the end. The time when SQLite was last opened belongs to the source only.
  meta: {
    key: ['name'],
    columns: { name: true, value: true },
    leftOut: { column: 'name', values: ['epoch', 'started'] },
  },
  users: {
    key: ['key'],
    numbered: true,
    columns: {
      key: true,
      id: true,
      username: true,
      name: true,
      name_folded: true,
      pinyin: true,
      admin: true,
      password_hash: true,
      created_at: true,
      disabled_at: true,
      rev: true,
      profile_rev: true,
      changed_min: true,
      avatar: true,
      bio: true,
      preferences_rev: true,
      status: true,
      status_text: true,
      status_until: true,
      seen_at: true,
      seen_by: true,
      found_by: true,
      asked_by: true,
      added_by: true,
      shows_reads: true,
      shows_typing: true,
      closed_at: true,
      erase_at: true,
      erased_at: true,
      unsettled: true,
      second_factor_at: true,
      recovery_codes: true,
      passkeys: true,
      export_until: true,
      trust: true,
      muted_until: true,
      strangers_asked: true,
    },
  },
  spellings: { key: ['chat_key', 'text', 'user_key'], columns: { chat_key: true, text: true, user_key: true } },
  reserved_names: { key: ['name_hash'], columns: { name_hash: true, erased_at: true } },
  account_requests: {
    key: ['id'],
    columns: {
      ...{ id: true, username: true, name: true, password_hash: true, note: true },
      ...{ device: true, address: true, token_hash: true, at: true },
    },
  },
  sessions: {
    key: ['key'],
    numbered: true,
    columns: {
      key: true,
      id: true,
      user_key: true,
      token_hash: true,
      device: true,
      address: true,
      created_at: true,
      last_seen_at: true,
      revoked_at: true,
      rev: true,
    },
  },
  chats: {
    key: ['key'],
    numbered: true,
    columns: {
      key: true,
      id: true,
      kind: true,
      rev: true,
      row_rev: true,
      seq: true,
      first_seq: true,
      acl_rev: true,
      last_at: true,
      changed_min: true,
      created_at: true,
      name: true,
      owner_key: true,
      max_members: true,
      history_visible: true,
      open: true,
      pinned: true,
      member_count: true,
      direct_low: true,
      direct_high: true,
      about: true,
      announcement: true,
      join_policy: true,
      name_folded: true,
      muted_all: true,
      slow_mode_ms: true,
      avatar: true,
      rights: true,
      leaves_silently: true,
      dissolved_at: true,
      everybody: true,
    },
  },
  members: {
    key: ['chat_key', 'user_key'],
    columns: {
      chat_key: true,
      user_key: true,
      role: true,
      joined_seq: true,
      visible_from: true,
      left_seq: true,
      left_chat: true,
      nickname: true,
      nickname_folded: true,
      nickname_pinyin: true,
      muted_until: true,
      rev: true,
    },
  },
  messages: {
    key: ['chat_key', 'seq'],
    columns: {
      chat_key: true,
      seq: true,
      id: true,
      sender_key: true,
      at: true,
      body: true,
      countable: true,
      reply_id: true,
      reply_seq: true,
      mentions: true,
      sent_hash: true,
      made_rev: true,
      rev: true,
      edited_at: true,
      retracted_at: true,
      forwarded_id: true,
      forwarded_at: true,
    },
  },
  contents: { key: ['chat_key', 'kind', 'seq'], columns: { chat_key: true, kind: true, seq: true } },
  chat_states: {
    key: ['user_key', 'chat_key'],
    columns: {
      user_key: true,
      chat_key: true,
      read_seq: true,
      cleared_seq: true,
      rev: true,
      hidden_rev: true,
      shown_seq: true,
      pinned_at: true,
      muted_until: true,
      archived_at: true,
      marked_unread: true,
      draft: true,
      draft_reply_id: true,
      draft_reply_seq: true,
    },
  },
  hidden: {
    key: ['user_key', 'chat_key', 'seq'],
    columns: { user_key: true, chat_key: true, seq: true, message_id: true, rev: true },
  },
  played: {
    key: ['user_key', 'chat_key', 'seq'],
    columns: { user_key: true, chat_key: true, seq: true, message_id: true, rev: true },
  },
  reactions: {
    key: ['chat_key', 'seq'],
    columns: { chat_key: true, seq: true, message_id: true, list: true, bumped_at: true, rev: true },
  },
  my_reactions: {
    key: ['user_key', 'chat_key', 'seq'],
    columns: { user_key: true, chat_key: true, seq: true, message_id: true, emojis: true, rev: true },
  },
  friends: {
    key: ['owner_key', 'peer_key'],
    columns: {
      owner_key: true,
      peer_key: true,
      state: true,
      remark: true,
      remark_pinyin: true,
      note: true,
      blocked_at: true,
      since: true,
      rev: true,
    },
  },
  media: {
    key: ['key'],
    numbered: true,
    columns: {
      key: true,
      id: true,
      owner_key: true,
      chat_key: true,
      name: true,
      sent_size: true,
      sent_hash: true,
      version: true,
      size: true,
      width: true,
      height: true,
      thumbhash: true,
      sizes: true,
      created_at: true,
      ready_at: true,
      used_at: true,
      message_id: true,
      kept: true,
      released_at: true,
      stored_bytes: true,
      kind: true,
      mime: true,
      duration_ms: true,
      peaks: true,
      poster: true,
      scan: true,
      scan_due: true,
      scan_since: true,
      copy_of: true,
      copied: true,
    },
  },
  media_uses: {
    key: ['media_key', 'chat_key', 'message_id'],
    columns: { media_key: true, chat_key: true, message_id: true, used_at: true, settled: true },
  },
  media_holds: { key: ['media_key', 'holder'], columns: { media_key: true, holder: true } },
  invites: {
    key: ['code'],
    columns: {
      code: true,
      user_key: true,
      created_at: true,
      expires_at: true,
      uses_left: true,
      revoked_at: true,
      chat_key: true,
    },
  },
  bans: {
    key: ['chat_key', 'user_key'],
    columns: { chat_key: true, user_key: true, by_key: true, at: true, by_admin: true },
  },
  join_requests: { key: ['chat_key', 'user_key'], columns: { chat_key: true, user_key: true, at: true } },
  last_sent: { key: ['chat_key', 'user_key'], columns: { chat_key: true, user_key: true, at: true } },
  used_challenges: { key: ['nonce'], columns: { nonce: true, expires_at: true } },
  password_resets: { key: ['user_key'], columns: { user_key: true, code_hash: true, expires_at: true } },
  emails: {
    key: ['user_key'],
    columns: { user_key: true, address: true, folded: true, language: true, verified_at: true },
  },
  email_codes: {
    key: ['user_key', 'purpose'],
    columns: {
      ...{ user_key: true, purpose: true, address: true, folded: true, language: true, code_hash: true },
      ...{ expires_at: true },
    },
  },
  second_factors: {
    key: ['user_key'],
    columns: { user_key: true, secret: true, last_step: true, tries_until: true, expires_at: true },
  },
  recovery_codes: { key: ['user_key', 'code_hash'], columns: { user_key: true, code_hash: true } },
  passkeys: {
    key: ['user_key', 'credential_id'],
    columns: {
      ...{ user_key: true, credential_id: true, id: true, public_key: true, counter: true, rp_id: true, name: true },
      ...{ synced: true, created_at: true, last_used_at: true },
    },
  },
  sign_in_tickets: {
    key: ['ticket_hash'],
    columns: {
      ...{ ticket_hash: true, user_key: true, kind: true, proof: true, password_hash: true, expires_at: true },
    },
  },
  audit: {
    key: ['key'],
    numbered: true,
    columns: {
      ...{ key: true, at: true, action: true, by_key: true, address: true, user_key: true, chat_key: true },
      ...{ before: true, after: true },
    },
  },
  waves: {
    key: ['key'],
    numbered: true,
    columns: {
      ...{ key: true, id: true, created_at: true, state: true, accounts: true, accounts_done: true, messages: true },
      ...{ messages_done: true, chats: true, settles_at: true, rechecked: true, ended_at: true },
    },
  },
  wave_accounts: {
    key: ['wave_key', 'user_key'],
    columns: { wave_key: true, user_key: true, done: true, disabled_at: true },
  },
  wave_chats: {
    key: ['wave_key', 'chat_key'],
    columns: { wave_key: true, chat_key: true, next_seq: true, end_seq: true },
  },
  exports: {
    key: ['key'],
    numbered: true,
    columns: {
      ...{ key: true, id: true, user_key: true, state: true, requested_at: true, cursor: true },
      ...{ bytes: true, entries: true, done: true, total: true, tries: true, due_at: true, ready_at: true },
      ...{ expires_at: true },
    },
  },
  export_entries: { key: ['export_key', 'place'], columns: { export_key: true, place: true, entry: true } },
  withdrawn: {
    key: ['wave_key', 'chat_key', 'seq'],
    columns: {
      ...{ wave_key: true, chat_key: true, seq: true, body: true, mentions: true, forwarded_id: true },
      ...{ forwarded_at: true, edited_at: true, reactions: true, pinned: true },
    },
  },
  registrations: { key: ['user_key'], columns: { user_key: true, address: true, network: true, at: true } },
  flood_mutes: { key: ['user_key'], columns: { user_key: true, at: true, until: true, step: true, rev: true } },
  network_bans: { key: ['network'], columns: { network: true, created_at: true, expires_at: true } },
  reports: {
    key: ['key'],
    numbered: true,
    columns: {
      ...{ key: true, id: true, chat_key: true, message_id: true, user_key: true, at: true, count: true },
      ...{ reasons: true, messages: true, ended_at: true, act: true, for_ms: true, ended_by: true, by_admin: true },
    },
  },
  reporters: {
    key: ['report_key', 'place'],
    columns: { report_key: true, place: true, by_key: true, reason: true, note: true, at: true },
  },
  failures: { key: ['key'], columns: { key: true, count: true, at: true } },
  usage: { key: ['user_key'], columns: { user_key: true, day: true, written_bytes: true, file_bytes: true } },
  // Holders of leases work on the source. In the copy leases are free, and their fences continue to rise.
  leases: {
    key: ['name'],
    columns: { name: true, holder: true, fence: true, until: true },
    instead: { until: 0 },
  },
}

/** Everything that is copied, in an order that references allow. */
export const copiedTables: readonly CopiedTable[] = Object.entries(shapes).map(([name, shape]) => ({
  name: name as TableName,
  key: shape.key,
  columns: Object.keys(shape.columns),
  numbered: shape.numbered ?? false,
  ...(shape.leftOut ? { leftOut: shape.leftOut } : {}),
  ...(shape.instead ? { instead: shape.instead as Row } : {}),
}))
