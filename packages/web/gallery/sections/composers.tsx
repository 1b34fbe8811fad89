import { Suspense, useEffect, useMemo, useRef } from 'react'
import { Composer, type ComposerHandle } from '../../src/chat/composer/composer'
import { ComposerNotice } from '../../src/chat/composer/composer-notice'
import { RowContext, useRowSurroundings } from '../../src/chat/rows/row-context'
import { type T, useT } from '../../src/i18n'
import { closeSheet, pick } from '../../src/media/attached'
import { client } from '../client'
import { composed, refused } from '../fixtures/chats'
import { messageId } from '../fixtures/ids'
import { me } from '../fixtures/people'
import { pictureFile } from '../fixtures/pictures'
import { Case, Cases, Stage } from '../frame'

type Name = keyof typeof composed

let picked = false

/** However often it is looked at, the same pictures wait. */
const pickOnce = async (t: T): Promise<void> => {
  if (picked) return
  picked = true
  await pick({ t, client, chatId: composed.pictures.id }, await Promise.all([1, 2, 3].map(pictureFile)))
  closeSheet()
}

const One = ({ name }: { readonly name: Name }) => {
  const t = useT()
  const { id } = composed[name]
  const composer = useRef<ComposerHandle>(null)
  const usual = useRowSurroundings()
  const surroundings = useMemo(() => ({ ...usual, me: me.id, quotes: client.timeline(id).quotes }), [usual, id])
  useEffect(() => {
    if (name === 'edit')
      composer.current?.edit({
        id: messageId(905),
        seq: 5,
        was: 'Over the brigde',
        text: 'Over the bridge',
        naming: {},
      })
  }, [name])
  useEffect(() => {
    if (name === 'pictures') void pickOnce(t)
  }, [name, t])
  return (
    <Case name={name}>
      <Stage className="chat-stage pt-24">
        <RowContext value={surroundings}>
          <Suspense>
            <Composer ref={composer} chatId={id} chatName="Bob Dylan" onSending={() => undefined} />
          </Suspense>
        </RowContext>
      </Stage>
    </Case>
  )
}

/** Where messages are written, in each state, and what stands there when they cannot be. */
export const Composers = () => (
  <div className="flex flex-col gap-20 bg-chat-bg p-16">
    <Cases columns={2}>
      {Object.keys(composed).map((name) => (
        <One key={name} name={name as Name} />
      ))}
    </Cases>
    <Cases columns={2}>
      {refused.map(({ id, writeRefused }) => (
        <Case key={id} name={writeRefused ?? ''}>
          <Stage className="chat-stage pt-8">
            {writeRefused && <ComposerNotice chatId={id} refusal={writeRefused} />}
          </Stage>
        </Case>
      ))}
    </Cases>
  </div>
)
