import { AdminPage } from '../../src/admin/admin-page'
import { FirstRun } from '../../src/admin/first-run'
import { Rail, Tabs } from '../../src/shell/rail'
import { Stage } from '../frame'

/** The destinations: a column at the side, a row on tablets, tabs on phones. */
export const Places = () => (
  <div className="p-16">
    <Stage className="hidden bg-canvas tablet:flex desktop:h-[520px] desktop:w-64 [&>nav]:w-full">
      <Rail />
    </Stage>
    <Stage className="tablet:hidden">
      <Tabs />
    </Stage>
  </div>
)

/** The administrators' view of the server. */
export const Administration = () => (
  <Stage className="h-[1100px]">
    <AdminPage />
  </Stage>
)

/** The first administrator's view of a new server. */
export const NewServer = () => (
  <Stage className="h-[640px] bg-chat-bg">
    <FirstRun />
  </Stage>
)
