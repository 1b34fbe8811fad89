import type { LocationBody } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { LocateFixed, MapPin } from 'lucide-react'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import { FormDialog } from '../dialogs/form-dialog'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { type Key, useLocale, useT } from '../i18n'
import { cleanLine } from '../lib/clean-line'
import { Button, TextField } from '../ui'
import { placeBox } from './card-box'
import { coordinatesText } from './coordinates'
import { myPosition, type PositionProblem } from './my-position'
import { parsePlace } from './parse-place'
import { PlacePicture } from './place-picture'
import { distanceText } from './place-text'

const problemWords = {
  insecure: 'positionInsecure',
  unsupported: 'positionUnsupported',
  denied: 'positionDenied',
  unavailable: 'positionUnavailable',
} as const satisfies Record<PositionProblem, Key>

/** The position of this device, in the format of the coordinates field. */
interface Located {
  readonly text: string
  readonly accuracyM: number
}

/** The place to send, from the content of the fields. */
const useTypedPlace = () => {
  const [coordinates, setCoordinates] = useState('')
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const [located, setLocated] = useState<Located>()
  const place = parsePlace(coordinates)
  const accuracyM = located?.text === coordinates ? located.accuracyM : place?.accuracyM
  const [cleanName, cleanAddress] = [cleanLine(name), cleanLine(address)]
  const body: LocationBody | undefined = place && {
    ...{ type: 'location', lat: place.lat, lng: place.lng },
    ...(accuracyM !== undefined && { accuracyM }),
    ...(cleanName !== '' && { name: cleanName }),
    ...(cleanAddress !== '' && { address: cleanAddress }),
  }
  const type = (text: string) => {
    setCoordinates(text)
    const called = parsePlace(text)?.name
    if (called !== undefined && name === '') setName(cleanLine(called).slice(0, limits.placeNameMaxChars))
  }
  const locate = (found: Located) => {
    setLocated(found)
    setCoordinates(found.text)
  }
  return { body, coordinates, name, address, type, setName, setAddress, locate }
}

/** Fetches the device's position. If that fails, shows the reason. */
const useMyPosition = (onFound: (found: Located) => void) => {
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<PositionProblem>()
  const ask = async () => {
    setAsking(true)
    setProblem(undefined)
    const found = await myPosition()
    setAsking(false)
    if (typeof found === 'string') setProblem(found)
    else onFound({ text: coordinatesText(found), accuracyM: found.accuracyM })
  }
  return { asking, problem, ask }
}

/** Below 640 px, sheets are as wide as the window. */
const widestPx = 640 - 48

const Preview = ({ body }: { readonly body: LocationBody | undefined }) => {
  const t = useT()
  return (
    <div
      className="shrink-0 overflow-hidden rounded-12 bg-hover text-text"
      style={{ height: placeBox.height }}
      data-testid="place-preview"
    >
      {body ? (
        <PlacePicture body={body} width={widestPx} />
      ) : (
        <div className="flex h-full flex-col items-center justify-center gap-8 px-24 text-center text-small text-text-2">
          <MapPin size={24} strokeWidth={1.75} aria-hidden className="text-text-3" />
          {t('noPlaceYet')}
        </div>
      )}
    </div>
  )
}

interface LocationSheetProps extends ShellDialogProps {
  readonly onSend: (body: LocationBody) => void
}

/** Selects a place to send: the device's position, or typed coordinates. */
export const LocationSheet = ({ open, onSend }: LocationSheetProps) => {
  const t = useT()
  const locale = useLocale()
  const [missing, setMissing] = useState(false)
  const { body, coordinates, name, address, type, setName, setAddress, locate } = useTypedPlace()
  const { asking, problem, ask } = useMyPosition((found) => {
    setMissing(false)
    locate(found)
  })
  const send = () => {
    if (!body) return setMissing(true)
    onSend(body)
    closeDialog()
  }
  const accuracy = body?.accuracyM ? distanceText(Math.ceil(body.accuracyM), locale) : undefined
  return (
    <FormDialog
      open={open}
      title={t('sendLocationTitle')}
      description={t('sendLocationBody')}
      label={t('send')}
      busy={false}
      onSubmit={send}
    >
      <Preview body={body} />
      <div className="flex flex-col gap-8">
        <Button kind="secondary" busy={asking} onClick={() => void ask()}>
          <LocateFixed size={18} strokeWidth={1.75} aria-hidden />
          {t('myPosition')}
        </Button>
        <p role="status" className="text-small text-text-2 empty:hidden">
          {problem !== undefined ? t(problemWords[problem]) : accuracy && t('positionAccuracy', { distance: accuracy })}
        </p>
      </div>
      <TextField
        label={t('coordinates')}
        placeholder="48.2082, 16.3738"
        hint={t('coordinatesHint')}
        error={missing ? t('coordinatesWrong') : undefined}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        value={coordinates}
        onChange={(event) => {
          setMissing(false)
          type(event.target.value)
        }}
      />
      <TextField
        label={t('placeName')}
        maxLength={limits.placeNameMaxChars}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('placeAddress')}
        maxLength={limits.placeAddressMaxChars}
        autoComplete="off"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
    </FormDialog>
  )
}
