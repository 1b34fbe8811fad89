/** Why a user can't write in a chat. */
export const writeErrors = [
  ...(['not_found', 'not_a_member', 'blocked', 'not_friends'] as const),
  ...(['channel_closed', 'muted', 'muted_all', 'dissolved', 'peer_closed'] as const),
] as const
