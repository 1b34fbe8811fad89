/** Why a user can't write in a chat. */
export const writeErrors = [
  ...(['not_found', 'not_a_member', 'blocked', 'not_friends'] as const),
  ...(['channel_closed', 'muted', 'muted_all', 'dissolved', 'peer_closed'] as const),
] as const

/** Why a user can't write this, or can't write anywhere for now. */
export const sendErrors = ['flood_muted', 'newcomer_link', 'newcomer_mention', 'word_refused'] as const
