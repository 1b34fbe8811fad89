/** What a server says about itself, for OpenAPI. */
import { errorResponses, json } from './openapi-errors'

const statuses = ['starting', 'serving', 'cut_off', 'no_database', 'stopping'] as const

const condition = {
  type: 'object',
  description: 'What the node does with work that reaches it.',
  properties: { status: { type: 'string', enum: statuses, description: '`serving` is the only one that is ready.' } },
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

/** The paths for those who run and connect servers. */
export const servicePaths = () => ({
  '/health': get('service.health', 'Says that the process answers.', {
    security: [],
    responses: {
      '200': {
        description: 'The process answers.',
        content: json({
          type: 'object',
          description: 'A living node.',
          properties: {
            status: { type: 'string', const: 'ok', description: 'Always `ok`.' },
            installation: { type: 'string', description: 'The same for all nodes of an installation.' },
          },
          required: ['status', 'installation'],
        }),
      },
    },
  }),
  '/ready': get('service.ready', 'Says whether the node takes work.', {
    security: [],
    responses: {
      '200': { description: 'The node takes work.', content: json(condition, { status: 'serving' }) },
      '503': { description: 'Send work to another node.', content: json(condition, { status: 'stopping' }) },
    },
  }),
  '/metrics': get('service.metrics', 'Metrics of the node for Prometheus.', {
    description: 'Who may call: This machine itself, and administrators from elsewhere.',
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
