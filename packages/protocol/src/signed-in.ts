import { z } from 'zod'
import { Me, Session } from './rows'

/** The session of a new sign-in. The token appears only here, and the server stores only its hash. Browsers also get it as a cookie. */
export const SignedIn = z.object({ user: Me, session: Session.extend({ token: z.string() }) })
