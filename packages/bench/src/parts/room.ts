import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Context } from '../context'
import type { ConnectionTarget } from '../drive/member'
import { room as driveRoom, type RoomLoad } from '../drive/room'
import type { Measured } from '../drive/window'
import type { CpuOf } from '../lib/process-stats'
import { ms, percent, type Row, whole } from '../report/row'
import { requireValid, textBytes, usage } from './direct'

/** Writers and their pending messages. The first case has no target, because there are no messages to combine. */
const cases = [
  { publishers: 1, inFlight: 1, counts: false },
  { publishers: 1, inFlight: 16, counts: true },
  { publishers: 4, inFlight: 16, counts: true },
  { publishers: 16, inFlight: 16, counts: true },
] as const
type Case = (typeof cases)[number]
const floor = 320_000
const shareOfBare = 0.85

type Room = Pick<RoomLoad, 'chatId' | 'places' | 'watch' | 'cpu'>

/**
 * A group and the world channel with 1,000 sockets each, compared with the bare publish loop with as many publishers.
 */
export const room = async (context: Context): Promise<Row[]> => {
  const span = { warmUpMs: context.span.warmUpMs, measureMs: context.span.measureMs / 2 }
  const drive = async (where: Room, { publishers, inFlight }: Case): Promise<Measured> =>
    requireValid(await driveRoom({ ...span, ...where, publishers, inFlight, textBytes }), 'room')
  const { server, dataset } = await context.busy()
  const places = dataset.people.map((person) => server.place(person.token))
  const cpu = server.cpu
  const results = []
  for (const one of cases) {
    const group = await drive({ chatId: dataset.room.id, places, watch: false, cpu }, one)
    const world = await drive({ chatId: WORLD_CHAT_ID, places, watch: true, cpu }, one)
    results.push({ one, group, world })
  }
  await server[Symbol.asyncDispose]()
  await using loop = await context.bare('bun')
  await using node = await context.bare('ws')
  const rows: Row[] = []
  const ceilings: Measured[] = []
  for (const [index, { one, group, world }] of results.entries()) {
    const roomOf = (place: ConnectionTarget, cpu: CpuOf): Room => ({
      ...{ chatId: dataset.room.id, watch: false, cpu },
      places: dataset.people.map(() => place),
    })
    const bare = await drive(roomOf(loop.place(`room${index}`), loop.cpu), one)
    const ws = await drive(roomOf(node.place(`room${index}`), node.cpu), one)
    ceilings.push(bare)
    rows.push(roomRow({ name: 'group', one, parley: group, bare, ws }))
    rows.push(roomRow({ name: 'watched world channel', one, parley: world, bare, ws }))
  }
  return [...rows, ceilingRow(ceilings)]
}

interface RoomFigures {
  name: string
  one: Case
  parley: Measured
  bare: Measured
  ws: Measured
}

const roomRow = ({ name, one, parley, bare, ws }: RoomFigures): Row => {
  const { publishers, inFlight, counts } = one
  const ratio = parley.deliveriesPerSecond / bare.deliveriesPerSecond
  const reached = parley.deliveriesPerSecond >= floor && ratio >= shareOfBare
  const writers = `${publishers} publisher${publishers === 1 ? '' : 's'}`
  return {
    work: `stored, room of 1,000 sockets (${name}), ${writers}, ${inFlight} in flight${publishers === 1 ? '' : ' each'}`,
    target: counts ? `${whole(floor)} deliveries/s, ${percent(shareOfBare)} of bare` : '',
    measured: `${whole(parley.deliveriesPerSecond)} deliveries/s, ack p50 ${ms(parley.ackP50Ms)}`,
    ...(counts ? { reached } : {}),
    bare: `Bun: ${whole(bare.deliveriesPerSecond)}; Node ws: ${whole(ws.deliveriesPerSecond)}`,
    ratio: percent(ratio),
    note: `${usage(parley)} (bare Bun: ${percent(bare.serverCpu)} and ${percent(bare.loadCpu)}).`,
  }
}

/** The limit of the load tool itself. */
const ceilingRow = (bare: readonly Measured[]): Row => {
  const most = bare.reduce((best, one) => (one.deliveriesPerSecond > best.deliveriesPerSecond ? one : best))
  return {
    work: 'the load tool itself, at most',
    target: '',
    measured: `${whole(most.deliveriesPerSecond)} frames/s`,
    note: `the count of the bare Bun loop, with ${percent(most.loadCpu)} of its core. One frame of Parley holds all messages of one commit, so the tool receives more messages than frames.`,
  }
}
