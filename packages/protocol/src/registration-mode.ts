import { z } from 'zod'

/** The registration modes. */
export const registrationMode = z.enum(['open', 'approval', 'invite', 'closed'])
export type RegistrationMode = z.output<typeof registrationMode>
