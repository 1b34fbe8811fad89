import type { Msg } from '@nats-io/transport-node'
import { z } from 'zod'
import type { NatsLink } from './nats-link'

/**
 * The part of NATS's protocol for services that lists nodes. A request to `$SRV.PING`, `.INFO` or `.STATS` addresses
 * all services, those of a name, or one with a name and an id. Every addressed instance responds. Source: ADR-32 of
 * nats-architecture-and-design, "Service API".
 */
const ROOT = '$SRV'
const verbs = ['PING', 'INFO', 'STATS'] as const
type Verb = (typeof verbs)[number]

/** One instance of a service. */
export interface Service {
  readonly name: string
  /** Letters, digits, `_` and `-`. */
  readonly id: string
  /** As semver. */
  readonly version: string
  readonly description: string
  readonly startedAt: number
  readonly metadata: Readonly<Record<string, string>>
  /** The statistics of its one endpoint. */
  readonly report: () => unknown
}

/** The statistics that an instance reports on request. */
const Stats = z.object({
  id: z.string(),
  version: z.string(),
  metadata: z.record(z.string(), z.string()),
  endpoints: z.array(z.object({ data: z.unknown() })).min(1),
})
export type ServiceStats = z.output<typeof Stats>

/** Answers for a service until the connection ends. */
export const serveService = (link: NatsLink, service: Service): void => {
  const { name, id } = service
  for (const verb of verbs)
    for (const subject of [`${ROOT}.${verb}`, `${ROOT}.${verb}.${name}`, `${ROOT}.${verb}.${name}.${id}`])
      link.subscribe(subject, ({ reply }: Msg) => {
        if (reply) link.publish(reply, Buffer.from(JSON.stringify(answerTo(verb, service))))
      })
}

/** Collects the reports of all instances of a name, for this long. Invalid ones are left out. */
export const askServices = async (
  link: NatsLink,
  { name, waitMs, sleep }: { name: string; waitMs: number; sleep: (ms: number) => Promise<void> },
): Promise<ServiceStats[]> => {
  const inbox = link.newInbox()
  const found: ServiceStats[] = []
  const stop = link.subscribe(inbox, (message) => {
    const stats = Stats.safeParse(parse(message))
    if (stats.success) found.push(stats.data)
  })
  link.publish(`${ROOT}.STATS.${name}`, new Uint8Array(), inbox)
  await sleep(waitMs)
  stop()
  return found
}

const parse = (message: Msg): unknown => {
  try {
    return message.json()
  } catch {
    return undefined
  }
}

const answerTo = (verb: Verb, service: Service): object => {
  const { name, id, version, metadata, description } = service
  const instance = { name, id, version, metadata }
  const endpoint = { name: 'node', subject: `${name}.${id}`, queue_group: '' }
  switch (verb) {
    case 'PING':
      return { type: 'io.nats.micro.v1.ping_response', ...instance }
    case 'INFO':
      return {
        type: 'io.nats.micro.v1.info_response',
        ...instance,
        description,
        endpoints: [{ ...endpoint, metadata: {} }],
      }
    case 'STATS':
      return {
        type: 'io.nats.micro.v1.stats_response',
        ...instance,
        started: new Date(service.startedAt).toISOString(),
        endpoints: [{ ...endpoint, ...noRequests, data: service.report() }],
      }
  }
}

/** The endpoint stands for the node; requests go elsewhere and are counted in what it reports. */
const noRequests = { num_requests: 0, num_errors: 0, last_error: '', processing_time: 0, average_processing_time: 0 }
