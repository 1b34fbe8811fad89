import type { Handlers } from '../lib/handlers'
import type { Pull } from './pull'

export const syncHandlers = (pull: Pull): Handlers<'sync'> => ({
  pull: (caller, input) => pull.pull(caller, input),
})
