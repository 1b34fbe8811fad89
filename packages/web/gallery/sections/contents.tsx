import { ContentsPane } from '../../src/details/contents/contents-pane'
import { ofMedia } from '../fixtures/timelines'
import { Case, Cases, Stage } from '../frame'

/** The contents of a chat by kind, one of which is empty. */
export const Contents = () => (
  <div className="bg-canvas p-16">
    <Cases columns={3}>
      {(['media', 'files', 'links'] as const).map((kind) => (
        <Case key={kind} name={kind}>
          <Stage className="h-[560px]">
            <ContentsPane chatId={ofMedia} kind={kind} />
          </Stage>
        </Case>
      ))}
    </Cases>
  </div>
)
