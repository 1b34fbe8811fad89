import { type ChatId, type MessageId, newUuidV7, type Params } from '@parley/protocol'
import { signedJwt } from '@parley/server/src/testing/signed-jwt'
import { administrators, type Outcomes, type PartOf, type Scene } from './matrix-entry'

/** People have no service token. `service-tokens.test.ts` calls with tokens. */
const services: Outcomes = { stranger: 'unauthenticated', others: 'forbidden' }
const anna = { externalId: 'shop-1', name: 'Anna' }

const newToken = async ({ cast }: Scene): Promise<Params<'admin.revokeServiceToken'>> => {
  const { token } = await cast.administrator.call('admin.createServiceToken', { name: 'Shop', scopes: ['users'] })
  return { id: token.id }
}

const inGroup = ({ chats }: Scene) => ({ chatId: chats.group, externalIds: ['shop-1'] })

/** Methods of other products, and of administrators about their tokens. */
export const serviceEntries: PartOf<'service'> = {
  'service.upsertUser': { params: () => anna, outcomes: services },
  'service.upsertUsers': { params: () => ({ users: [anna] }), outcomes: services },
  'service.createSession': { params: () => ({ externalId: 'shop-1', ttlMs: 60_000 }), outcomes: services },
  'service.disableUser': { params: () => ({ externalId: 'shop-1', disabled: true }), outcomes: services },
  'service.eraseUser': { params: () => ({ externalId: 'shop-1' }), outcomes: services },
  'service.exportUser': { params: () => ({ externalId: 'shop-1' }), outcomes: services },
  'service.createGroup': {
    params: () => ({ id: newUuidV7() as ChatId, name: 'Order 7', owner: 'shop-1', members: [] }),
    outcomes: services,
  },
  'service.addMembers': { params: inGroup, outcomes: services },
  'service.removeMembers': { params: inGroup, outcomes: services },
  'service.openDirect': { params: () => ({ externalIds: ['shop-1', 'shop-2'] }), outcomes: services },
  'service.sendMessage': {
    params: ({ chats }) => ({
      ...{ as: 'shop-1', id: newUuidV7() as MessageId, chatId: chats.group },
      body: { type: 'text', text: 'hello' },
    }),
    outcomes: services,
  },
  'service.sendSystem': {
    params: ({ chats }) => ({ id: newUuidV7() as MessageId, chatId: chats.group, text: 'hello' }),
    outcomes: services,
  },
}

export const tokenEntries = {
  'admin.serviceTokens': { params: () => ({}), outcomes: administrators },
  'admin.createServiceToken': {
    // Each cell leaves a token, and their number is bounded.
    params: async (scene: Scene) => {
      const { tokens } = await scene.cast.administrator.call('admin.serviceTokens', {})
      for (const { id } of tokens) await scene.cast.administrator.call('admin.revokeServiceToken', { id })
      return { name: 'Shop', scopes: ['users' as const] }
    },
    outcomes: administrators,
  },
  'admin.revokeServiceToken': { params: newToken, outcomes: administrators },
  'accounts.exchange': {
    params: async ({ app }: Scene) => ({ jwt: await signedJwt({ sub: newUuidV7() }, app.database.now()) }),
    outcomes: { others: 'yes' },
  },
  // The token is of a person whom no role here is.
  'accounts.proveByToken': {
    params: async ({ app }: Scene) => ({ jwt: await signedJwt({ sub: newUuidV7() }, app.database.now()) }),
    outcomes: { stranger: 'unauthenticated', others: 'jwt_invalid' },
  },
} as const
