import { limits } from '@parley/protocol'

/** The code on a line of its own in a decoded mail. Other digits, such as those of its `Message-ID`, are no code. */
export const mailedCode = (mail: string | undefined): string | undefined =>
  new RegExp(`^\\d{${limits.mailCodeDigits}}$`, 'm').exec(mail ?? '')?.[0]
