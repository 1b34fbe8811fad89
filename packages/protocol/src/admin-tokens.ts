import { z } from 'zod'
import { limits } from './limits'
import { serviceTokenId } from './row-ids'
import { ServiceToken, serviceScope, serviceTokenName } from './service-rows'
import { domain, method } from './specs'

/** The methods of `admin` about service tokens. */
export const adminTokens = domain({
  serviceTokens: method({
    doc: 'Returns the service tokens that work, newest first.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** The tokens, without their secrets. */
      tokens: z.array(ServiceToken).max(limits.serviceTokens),
    }),
    errors: [],
  }),
  createServiceToken: method({
    doc: 'Creates a token with which another product calls the methods of `service`. Only the scope `users` is possible here. The others let a token act as people, and are refused as `forbidden`: create such tokens with `parley tokens create`.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      /** The name, which people see beside messages of the service. */
      name: serviceTokenName,
      /** The scopes of the token. */
      scopes: z.array(serviceScope).min(1).max(serviceScope.options.length),
      /** How long the token works, in milliseconds. Left out, it works until it is revoked. */
      forMs: z.int().min(60_000).max(limits.serviceTokenMaxMs).optional(),
    }),
    output: z.object({
      token: ServiceToken,
      /** The secret to call with. It appears only here, and the server stores only its hash. */
      secret: z.string(),
    }),
    errors: ['too_many'],
  }),
  revokeServiceToken: method({
    doc: 'Ends a service token on all nodes within a second. Its sessions end with it. Accounts and groups that it created stay.',
    auth: 'admin',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ id: serviceTokenId }),
    output: z.object({}),
    errors: ['not_found'],
  }),
})
