import { expect } from 'bun:test'
import type { ReportAct } from '@parley/protocol'
import { type Case, type Cases, type Scene, silent } from './verify-cases'

/** Reports the newest message of bob in the group. */
const reportBob = async ({ alice, bob, group }: Scene): Promise<void> => {
  const { id } = await bob.say(group, 'buy boats')
  await alice.call('reports.create', { message: { chatId: group, id }, reason: 'spam' })
}

const end = async ({ alice }: Scene, act: ReportAct): Promise<void> => {
  const { reports } = await alice.call('reports.list', {})
  for (const { id } of reports)
    await alice.call('reports.end', act === 'mute' ? { id, act, forMs: 60_000 } : { id, act })
}

const ending = (act: ReportAct, check?: Case['check']): Case => ({
  given: reportBob,
  when: (scene) => end(scene, act),
  ...(check ? { check } : {}),
})

/** Reports, and the ends of them by an administrator who owns the group. */
export const reportCases: Cases = {
  'reports.create': {
    'a message': {
      when: reportBob,
      check: (told, { bob }) => expect(told(bob).chats).toHaveLength(1),
    },
    'a person': {
      when: ({ alice, bob }) => alice.call('reports.create', { userId: bob.me.id, reason: 'abuse' }),
      check: (told, { alice, bob, carol }) =>
        expect([told(alice), told(bob), told(carol)]).toEqual([silent, silent, silent]),
    },
  },
  'reports.end': {
    'without an act': ending('dismiss', (told, { alice, bob }) =>
      expect([told(alice), told(bob)]).toEqual([silent, silent]),
    ),
    'by retracting the message': ending('retract', (told, { bob }) =>
      expect(
        told(bob)
          .chats.at(-1)
          ?.messages?.map(({ body }) => body.type),
      ).toEqual(['retracted']),
    ),
    'by muting': ending('mute', (told, { bob }) =>
      expect(told(bob).chats.at(-1)?.members?.[0]?.mutedUntil).toBeNumber(),
    ),
    'by a ban': ending('ban', (told, { bob, carol }) => {
      expect(told(bob).chats.at(-1)?.members?.[0]?.leftSeq).toBeNumber()
      expect(told(carol)).toEqual(silent)
    }),
    'by disabling the account': ending('disable', (told, { alice }) => expect(told(alice)).toEqual(silent)),
  },
}
