import { z } from 'zod'
import { AdminUser } from './admin-user'
import { limits } from './limits'
import { userId } from './rows'
import { domain, method } from './specs'
import { oneLine } from './texts'

const dayMs = 86_400_000

/** Limits of what people send. Administrators change it at run time. */
export const SendingLimits = z.object({
  /** How many messages one person can send to others within `floodWindowMs`, in all chats together. Further ones are refused with `rate_limited`, and as many refusals mute. 0 turns the flood brake off. */
  floodMessages: z.int().min(0).max(limits.floodMessagesMax),
  /** The time in which these messages count. */
  floodWindowMs: z.int().min(1_000).max(3_600_000),
  /** How long automatic mutes last: the first one, the next one, and so on. The last duration repeats. */
  floodMutesMs: z
    .array(
      z
        .int()
        .min(1_000)
        .max(30 * dayMs),
    )
    .min(1)
    .max(limits.floodMutes),
  /** A flood within this time after a mute leads to the next longer one. */
  floodAgainMs: z
    .int()
    .min(60_000)
    .max(30 * dayMs),
  /** How long accounts count as new. 0 turns the limits for new accounts off. */
  newcomerMs: z
    .int()
    .min(0)
    .max(30 * dayMs),
  /** How many strangers a new account can ask to be friends. */
  newcomerRequests: z.int().min(0).max(limits.newcomerRequestsMax),
})
export type SendingLimits = z.output<typeof SendingLimits>

/** The limits until administrators change them. */
export const defaultSendingLimits: SendingLimits = {
  floodMessages: 20,
  floodWindowMs: 10_000,
  floodMutesMs: [60_000, 600_000, 3_600_000, dayMs],
  floodAgainMs: dayMs,
  newcomerMs: 3_600_000,
  newcomerRequests: 5,
}

/** Words that messages are refused for, one or several of them each. */
export const refusedWords = z.array(oneLine(limits.refusedWordMaxChars)).max(limits.refusedWords)

/** Regular expressions that messages are refused for. The server refuses those that can't be matched in linear time. */
export const refusedPatterns = z.array(oneLine(limits.refusedPatternMaxChars)).max(limits.refusedPatterns)

/** Words and regular expressions that messages are refused for. */
export const RefusedTexts = z.object({
  /** The refused words, in the order of the administrator, each of them once. */
  words: refusedWords,
  /** The refused regular expressions, each of them once. */
  patterns: refusedPatterns,
})
export type RefusedTexts = z.output<typeof RefusedTexts>

/** Methods of administrators about limits and words of messages. */
export const adminModeration = domain({
  limits: method({
    doc: 'Returns the limits of the flood brake and of new accounts.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: SendingLimits,
    errors: [],
  }),
  setLimits: method({
    doc: 'Changes the limits of the flood brake and of new accounts. Takes effect on all nodes within a second. Mutes that exist stay.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      /** All limits, changed or not. */
      limits: SendingLimits,
    }),
    output: SendingLimits,
    errors: [],
  }),
  words: method({
    doc: 'Returns the words and regular expressions that messages are refused for.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: RefusedTexts,
    errors: [],
  }),
  setWords: method({
    doc: 'Replaces the words and regular expressions that messages are refused for, with `word_refused`. Applies to texts, captions, places and names of files in new and edited messages, except saved messages. Also applies to texts of groups and channels, nicknames in groups, and notes of friend requests. Case, width, accents and formatting don’t matter. Words of scripts with spaces are found as whole words only. Regular expressions are those of JavaScript without references, looking around and Unicode properties. `^` and `$` are the beginning and end of a line, and `\\w`, `\\d` and `\\b` know only ASCII. `invalid_params` names a pattern with a mistake, and one that is too complex or matches everything. Takes effect on all nodes within a second.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      /** All refused words. */
      words: refusedWords,
      /** All refused regular expressions. Left out: they stay unchanged. */
      patterns: refusedPatterns.optional(),
    }),
    output: RefusedTexts,
    errors: [],
  }),
  liftMute: method({
    doc: 'Ends the automatic mute of a user on all nodes within a second. The next flood of this user begins with the shortest mute again. A user without a mute stays unchanged.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ userId }),
    output: AdminUser,
    errors: ['not_found'],
  }),
  setTrusted: method({
    doc: 'Exempts an account from the flood brake and from the limits for new accounts, or ends this. Use it for bots, and for people who need it.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      userId,
      /** True exempts the account, false ends this. */
      trusted: z.boolean(),
    }),
    output: AdminUser,
    errors: ['not_found'],
  }),
})
