import type { Member } from '@parley/protocol'

/** Whether somebody is in a group now: whoever left can be added again. */
export const isPresent = (member: Pick<Member, 'leftSeq'> | undefined): boolean =>
  member !== undefined && member.leftSeq === undefined
