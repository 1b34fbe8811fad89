import { Suspense, useEffect, useRef } from 'react'
import { Composer, type ComposerHandle } from '../../src/chat/composer/composer'
import { ComposerNotice } from '../../src/chat/composer/composer-notice'
import { type T, useT } from '../../src/i18n'
import { closeSheet, pick } from '../../src/media/attached'
import { client } from '../client'
import { composed, refused } from '../fixtures/chats'
import { messageId } from '../fixtures/ids'
import { pictureFile } from '../fixtures/pictures'
import { Case, Cases, Stage } from '../frame'
import { FixedPane } from '../pane'

type Name = keyof typeof composed

let picked = false

/** The same pictures wait, however often the section is shown. */
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
        <FixedPane chatId={id} layout="bubbles">
          <Suspense>
            <Composer ref={composer} chatId={id} chatName="Bob Dylan" onSending={() => undefined} />
          </Suspense>
        </FixedPane>
      </Stage>
    </Case>
  )
}

/** Composers in each state, and the notices that replace closed ones. */
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
