/** The information of a server about itself, for OpenAPI. */
import { errorResponses, json } from './openapi-errors'

const statuses = ['starting', 'serving', 'cut_off', 'no_database', 'stopping'] as const

const condition = {
  type: 'object',
  description: 'Whether the node accepts work.',
  properties: { status: { type: 'string', enum: statuses, description: 'The node is ready only while `serving`.' } },
  required: ['status'],
}

const get = (operationId: string, summary: string, more: object) => ({
  get: { operationId, tags: ['service'], summary, ...more },
})

const contractDocument = (name: string, what: string) =>
  get(`documents.${name}`, what, {
    security: [],
    responses: { '200': { description: 'The document.', content: json({ type: 'object' }) } },
  })

/** The paths for operators and for programs that connect servers. */
export const servicePaths = () => ({
  '/health': get('service.health', 'Says that the process answers.', {
    security: [],
    responses: {
      '200': {
        description: 'The process responds.',
        content: json({
          type: 'object',
          description: 'A living node.',
          properties: {
            status: { type: 'string', const: 'ok', description: 'Always `ok`.' },
            installation: { type: 'string', description: 'The installation, the same for all of its nodes.' },
          },
          required: ['status', 'installation'],
        }),
      },
    },
  }),
  '/ready': get('service.ready', 'Says whether the node takes work.', {
    security: [],
    responses: {
      '200': { description: 'The node accepts work.', content: json(condition, { status: 'serving' }) },
      '503': { description: 'Send work to another node.', content: json(condition, { status: 'stopping' }) },
    },
  }),
  '/metrics': get('service.metrics', 'Metrics of the node for Prometheus.', {
    description: 'Permitted callers: This machine, and administrators from elsewhere.',
    responses: {
      '200': {
        description: 'Metrics in the text format of Prometheus.',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
      ...errorResponses(['forbidden']),
    },
  }),
  '/openapi.json': contractDocument('openapi', 'This document.'),
  '/openrpc.json': contractDocument('openrpc', 'Methods over WebSocket and TCP, as OpenRPC.'),
  '/asyncapi.json': contractDocument('asyncapi', 'Events, as AsyncAPI.'),
})
