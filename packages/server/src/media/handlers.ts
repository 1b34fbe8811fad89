import type { Handlers } from '../lib/handlers'
import type { Media } from './media'

export const mediaHandlers = (media: Media): Handlers<'media'> => ({
  create: (caller, input) => media.create(caller, input),
  get: (caller, input) => media.get(caller, input),
  usage: (caller) => media.usage(caller),
  largest: (caller) => media.largest(caller),
})
