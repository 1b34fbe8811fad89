import { origin, origins } from './values'

/** The settings for the addresses of this server, and of pages that may call it. */
export const originSettings = {
  public_url: {
    schema: origin.optional(),
    default: 'from the request',
    doc: 'The address at which people reach this server, such as `https://chat.example`. It is used in links, and it is the only origin from which browsers can call. Needed where people open an internet host name over plain HTTP. IP addresses and names of the local network work without it.',
  },
  allowed_origins: {
    schema: origins,
    default: 'none',
    doc: 'Pages of other products that may call this server with a token, such as `https://shop.example`, separated by commas. The cookie of a browser has no effect there. These pages may also show one chat in a frame, at `/embed/<chat id>`.',
  },
} as const
