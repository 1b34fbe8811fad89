import { useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../lib/remembered'

/** The kinds of media that may load automatically. */
export const loadedKinds = ['pictures', 'videos', 'files'] as const
export type LoadedKind = (typeof loadedKinds)[number]

export type LoadChoice = 'always' | 'wifi' | 'never'
export type LoadChoices = Readonly<Record<LoadedKind, LoadChoice>>

/** The part of the Network Information API that some browsers have. */
interface Network extends EventTarget {
  readonly saveData?: boolean
  readonly type?: string
}

const networkOf = (): Network | undefined =>
  typeof navigator === 'undefined' ? undefined : (navigator as Navigator & { readonly connection?: Network }).connection

/** Whether this browser can distinguish Wi-Fi from other networks. */
export const knowsWifi = (): boolean => networkOf()?.type !== undefined

const isChoice = (value: unknown): value is LoadChoice => value === 'always' || value === 'wifi' || value === 'never'

/** The stored choices. Unknown values become `always`. */
export const readLoadChoices = (text: string | undefined): LoadChoices => {
  const parts = (text ?? '').split(' ')
  const [pictures = 'always', videos = 'always', files = 'always'] = parts.map((part) =>
    isChoice(part) ? part : 'always',
  )
  return { pictures, videos, files }
}

/** Whether media loads automatically over the current network. */
export const loadsBy = (choice: LoadChoice, network: Pick<Network, 'saveData' | 'type'> | undefined): boolean => {
  if (network?.saveData) return false
  if (choice === 'wifi') return network?.type === undefined || network.type === 'wifi' || network.type === 'ethernet'
  return choice === 'always'
}

const read = () => readLoadChoices(recall('loads'))
const choices = createStore<LoadChoices>(read)

export const chooseLoads = (kind: LoadedKind, choice: LoadChoice): void => {
  const next = { ...choices.getState(), [kind]: choice }
  choices.setState(next, true)
  remember(
    'loads',
    loadedKinds.every((one) => next[one] === 'always') ? undefined : loadedKinds.map((one) => next[one]).join(' '),
  )
}

export const useLoadChoices = (): LoadChoices => useStore(choices)

const onNetworkChange = (listener: () => void) => {
  const network = networkOf()
  network?.addEventListener?.('change', listener)
  return () => network?.removeEventListener?.('change', listener)
}

/** The uploads that the user chose to load in this tab. They stay loaded. */
const asked = new Set<string>()

/** Whether an upload may load now, and a function that loads it at the user's request. */
export const useLoad = (kind: LoadedKind, id: string): { readonly loads: boolean; readonly load: () => void } => {
  const choice = useStore(choices, (state) => state[kind])
  const loadsAutomatically = useSyncExternalStore(onNetworkChange, () => loadsBy(choice, networkOf()))
  const [, again] = useState(0)
  return {
    loads: loadsAutomatically || asked.has(id),
    load: () => {
      asked.add(id)
      again((count) => count + 1)
    },
  }
}
