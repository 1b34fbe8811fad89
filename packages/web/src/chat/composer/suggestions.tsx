import type { ChatId } from '@parley/protocol'
import { useEffect, useState } from 'react'
import { emojiData } from '../../emoji/emoji-data'
import { useLocale } from '../../i18n'
import { emojiMatches } from './emoji-matches'
import { type Suggestion, SuggestionList, type SuggestionListProps } from './suggestion-list'
import { useMentionSuggestions } from './use-mention-suggestions'

const mostShown = 8

const useEmojis = (query: string): readonly Suggestion[] => {
  const locale = useLocale()
  const [found, setFound] = useState<readonly Suggestion[]>([])
  useEffect(() => {
    let current = true
    const look = async () => {
      const { emojis } = await emojiData(locale)
      const best = emojiMatches(emojis, query, mostShown)
      if (current) setFound(best.map(({ emoji, label }) => ({ key: emoji, sign: emoji, words: label, text: emoji })))
    }
    look().catch(() => undefined)
    return () => {
      current = false
    }
  }, [query, locale])
  return found
}

export interface SuggestionsProps extends Omit<SuggestionListProps, 'list'> {
  readonly chatId: ChatId
}

const EmojiSuggestions = ({ chatId: _, ...props }: SuggestionsProps) => (
  <SuggestionList {...props} list={useEmojis(props.token.query)} />
)

const MentionSuggestions = ({ chatId, ...props }: SuggestionsProps) => (
  <SuggestionList {...props} list={useMentionSuggestions(chatId, props.token.query)} />
)

/** Suggestions for the word being written: emojis after a colon, people after an `@`. */
export const Suggestions = (props: SuggestionsProps) =>
  props.token.sign === '@' ? <MentionSuggestions {...props} /> : <EmojiSuggestions {...props} />
