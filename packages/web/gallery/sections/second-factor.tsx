import { SecondStepPage } from '../../src/auth/second-step-page'
import { ProofDialog } from '../../src/settings/second-factor/proof-dialog'
import { RecoveryCodes } from '../../src/settings/second-factor/recovery-codes'
import { ScanStep } from '../../src/settings/second-factor/scan-step'
import { SecondFactorSection } from '../../src/settings/second-factor/second-factor-section'
import { SetUpDialog } from '../../src/settings/second-factor/set-up-dialog'
import { Case, Cases, Stage } from '../frame'

const nothing = () => undefined

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const made = { secret, uri: `otpauth://totp/Lakeside:alice?issuer=Lakeside&secret=${secret}` }
const codes = Array.from({ length: 10 }, (_, at) => `${at}K7M-Q2XA-90TR-VW4${at}`)

/** The section of the settings with few codes left, and the steps of setting up. */
export const SecondFactor = () => (
  <div className="bg-surface p-16">
    <Cases>
      <Case name="few codes left">
        <SecondFactorSection />
      </Case>
      <Case name="the secret">
        <ScanStep id="scan" made={made} onBusy={nothing} onCodes={nothing} />
      </Case>
      <Case name="recovery codes">
        <RecoveryCodes codes={codes} />
      </Case>
    </Cases>
  </div>
)

/** The second step of a sign-in. */
export const SecondStep = () => (
  <Stage className="h-[720px]">
    <SecondStepPage ticket="" onSignedIn={nothing} onBack={nothing} />
  </Stage>
)

/** The password before setting up. */
export const OpenSetUp = () => (
  <div className="h-[640px] bg-chat-bg">
    <SetUpDialog open onClose={nothing} />
  </div>
)

/** The password and a code before turning off. */
export const OpenTurnOff = () => (
  <div className="h-[640px] bg-chat-bg">
    <ProofDialog what="turnOff" open onClose={nothing} />
  </div>
)
