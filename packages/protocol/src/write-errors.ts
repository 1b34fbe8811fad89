/** Why somebody may not write into a chat. */
export const writeErrors = [
  ...(['not_found', 'not_a_member', 'blocked', 'not_friends'] as const),
  ...(['channel_closed', 'muted', 'muted_all', 'dissolved'] as const),
] as const
