import type { UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { Button, TextField } from '../ui'
import { useFriendActions } from './friend-actions'

/** The note of a request or a response. */
export const NoteQuote = ({ label, note }: { readonly label: string; readonly note: string }) => (
  <figure className="m-0 w-full rounded-12 bg-hover px-12 py-8 text-start">
    <figcaption className="text-meta text-text-2">{label}</figcaption>
    <blockquote className="m-0 text-ui font-400 break-words text-text" dir="auto">
      {note}
    </blockquote>
  </figure>
)

/** A received request, with a field for a reply. */
export const RequestCard = ({ userId }: { readonly userId: UserId }) => {
  const t = useT()
  const { name, working, accept, decline } = useFriendActions(userId)
  const note = useSelector((state) => state.friends.get(userId)?.note)
  const [reply, setReply] = useState('')
  return (
    <form
      className="mt-16 flex w-full flex-col gap-12 text-start"
      onSubmit={(event) => {
        event.preventDefault()
        void accept(reply)
      }}
    >
      {note === undefined ? (
        <p className="text-center text-ui font-400 text-text-2">{t('wantsToBeFriends')}</p>
      ) : (
        <NoteQuote label={t('theirNote', { name })} note={note} />
      )}
      <TextField
        label={t('answerReply')}
        placeholder={t('answerReplyExample')}
        maxLength={limits.friendNoteMaxChars}
        autoComplete="off"
        value={reply}
        onChange={(event) => setReply(event.target.value)}
      />
      <div className="flex flex-wrap gap-8">
        <Button type="submit" className="flex-1" busy={working === 'accept'}>
          {t('acceptRequest')}
        </Button>
        <Button kind="secondary" className="flex-1" busy={working === 'decline'} onClick={() => void decline(reply)}>
          {t('declineRequest')}
        </Button>
      </div>
    </form>
  )
}
