import type { Msg } from '@nats-io/transport-node'
import { z } from 'zod'
import type { Clock } from '../lib/clock'
import { type Failure, fail } from '../lib/fail'
import type { NatsLink } from './nats-link'
import { failedPart, Parts, toParts } from './nats-parts'
import { askServices, type Service, type ServiceStats, serveService } from './nats-services'
import { Subjects } from './nats-subjects'
import type { NodeInfo, NodeReport, NodeStats, Peers } from './peers'

export interface NatsPeersOptions {
  readonly link: NatsLink
  readonly installation: string
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

type Answer = (request: string) => Promise<string>

/** A request that waits for its answer. */
interface Waiting {
  readonly parts: Parts
  readonly resolve: (answer: string) => void
  readonly reject: (reason: Failure) => void
}

const SERVICE = 'parley'
/** NATS's status for a subject without subscribers. */
const NO_RESPONDERS = 503

const Reported = z.object({
  connections: z.number(),
  messagesTotal: z.number(),
  messagesPerSecond: z.number(),
  mailsWaiting: z.number().exactOptional(),
  mailsFailed: z.number().exactOptional(),
  sweepLagMs: z.number().exactOptional(),
  workLagMs: z.number().exactOptional(),
})
const Described = z.object({
  host: z.string(),
  installation: z.string(),
  roles: z.string(),
  startedAt: z.string().transform(Number),
})

const silent = () =>
  fail('unavailable', { message: 'No node responded in time. It is safe to repeat the call with the same ids.' })
const nobody = () =>
  fail('unavailable', { message: 'No node that runs calls can be reached right now. Nothing was stored. Try again.' })

/** Asking other nodes over NATS: calls go to one of those that serve a role, and every node says who it is. */
export class NatsPeers implements Peers {
  private readonly subjects: Subjects
  private readonly waiting = new Map<string, Waiting>()
  private readonly answers = new Map<string, Answer>()
  private readonly inbox: string
  private asked = 0
  private own: { info: NodeInfo; stats: () => NodeStats } | undefined

  constructor(private readonly options: NatsPeersOptions) {
    const { link, installation } = options
    this.subjects = new Subjects(installation)
    this.inbox = link.newInbox()
    link.subscribe(`${this.inbox}.*`, (message) => this.receive(message))
    // A pending response is lost: the caller has to repeat the call.
    link.onChange((state) => {
      if (state === 'down') for (const reply of [...this.waiting.keys()]) this.waiting.get(reply)?.reject(silent())
    })
  }

  async serve(role: 'api', answer: Answer): Promise<() => void> {
    const { link, onError } = this.options
    this.answers.set(role, answer)
    const received = (message: Msg) => void this.answer(message, answer).catch(onError)
    const stop = link.subscribe(this.subjects.call(role), received, role)
    await link.settled()
    return stop
  }

  /**
   * A node that serves the role itself answers itself: its own words do not come back to it.
   * @throws `unavailable` when none answers within the deadline, at once when there is none; `too_large`
   */
  request(role: 'api', request: string, deadlineMs: number): Promise<string> {
    const own = this.answers.get(role)
    if (own) return own(request)
    const { link, clock } = this.options
    const payload = Buffer.from(request)
    if (payload.length > link.maxPayload) return Promise.reject(fail('too_large'))
    const reply = `${this.inbox}.${this.asked++}`
    const answered = new Promise<string>((resolve, reject) => {
      this.waiting.set(reply, { parts: new Parts(), resolve, reject })
    })
    const timer = clock.setTimeout(() => this.waiting.get(reply)?.reject(silent()), deadlineMs)
    if (!link.publish(this.subjects.call(role), payload, reply)) this.waiting.get(reply)?.reject(nobody())
    return answered.finally(() => {
      clock.clearTimeout(timer)
      this.waiting.delete(reply)
    })
  }

  async announce(info: NodeInfo, stats: () => NodeStats): Promise<void> {
    const { link, installation } = this.options
    this.own = { info, stats }
    serveService(link, toService(info, { installation, report: stats }))
    await link.settled()
  }

  async list(waitMs: number): Promise<NodeReport[]> {
    const { link, installation, clock } = this.options
    const sleep = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms))
    const found = await askServices(link, { name: SERVICE, waitMs, sleep })
    const own = this.own ? [{ ...this.own.info, ...this.own.stats() }] : []
    return [...own, ...found.flatMap((stats) => toReport(stats, installation))]
  }

  private async answer({ data, reply }: Msg, answer: Answer): Promise<void> {
    if (!reply) return
    const { link, onError } = this.options
    const text = await answer(Buffer.from(data).toString()).catch((error: unknown) => {
      onError(error)
      return undefined
    })
    const parts = text === undefined ? [failedPart()] : toParts(text, link.maxPayload)
    for (const part of parts) if (!link.publish(reply, part)) return
  }

  private receive({ subject, data, headers }: Msg): void {
    const waiting = this.waiting.get(subject)
    if (!waiting) return
    if (headers?.code === NO_RESPONDERS) {
      waiting.reject(nobody())
      return
    }
    const added = waiting.parts.add(data)
    if (added.state === 'whole') waiting.resolve(added.text)
    else if (added.state === 'failed') waiting.reject(fail('internal'))
    else if (added.state === 'lost') waiting.reject(silent())
  }
}

const toService = (
  { id, host, version, roles, startedAt }: NodeInfo,
  { installation, report }: { installation: string; report: () => NodeStats },
): Service => ({
  name: SERVICE,
  id,
  version,
  startedAt,
  report,
  description: 'A node of Parley.',
  // Texts alone, as the protocol wants them.
  metadata: { node: id, host, installation, version, roles: roles.join(','), startedAt: String(startedAt) },
})

/** None when it is no node, or one of another installation. */
const toReport = ({ id, version, metadata, endpoints }: ServiceStats, own: string): NodeReport[] => {
  const described = Described.safeParse(metadata)
  const reported = Reported.safeParse(endpoints[0]?.data)
  if (!described.success || !reported.success || described.data.installation !== own) return []
  const { host, roles, startedAt } = described.data
  return [{ id, version, host, roles: roles.split(','), startedAt, ...reported.data }]
}
