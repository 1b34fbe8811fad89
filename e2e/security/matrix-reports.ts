import type { ReportId } from '@parley/protocol'
import { administrators, inGroup, type PartOf, type Scene } from './matrix-entry'

/** A member reports a message of the target in the group. Returns the report. */
const reportTarget = async ({ cast, chats: { group } }: Scene): Promise<{ id: ReportId }> => {
  const { id } = await cast.target.say(group, 'buy boats')
  await cast.member.call('reports.create', { message: { chatId: group, id }, reason: 'spam' })
  const { reports } = await cast.owner.call('reports.list', { chatId: group })
  const [report] = reports
  if (!report) throw new Error('the owner has no report')
  return { id: report.id }
}

const deciders = {
  ...{ stranger: 'unauthenticated', administrator: 'yes', admin: 'yes', owner: 'yes', others: 'not_found' },
} as const

/** Reports of messages in the group of the matrix. */
export const reportEntries: PartOf<'reports'> = {
  'reports.create': {
    params: ({ chats: { group, early } }) => ({ message: { chatId: group, id: early }, reason: 'abuse' }),
    // The message is the owner's.
    outcomes: inGroup({ owner: 'forbidden', admin: 'yes', former: 'yes' }),
  },
  'reports.list': {
    params: async (scene) => {
      await reportTarget(scene)
      return { chatId: scene.chats.group }
    },
    outcomes: inGroup({ member: 'forbidden' }),
    reveals: { to: ['admin', 'owner'], when: ({ reports }: { reports: readonly unknown[] }) => reports.length > 0 },
  },
  'reports.count': { params: () => ({}), outcomes: administrators },
  'reports.media': { params: reportTarget, outcomes: deciders },
  'reports.end': { params: async (scene) => ({ ...(await reportTarget(scene)), act: 'retract' }), outcomes: deciders },
}
