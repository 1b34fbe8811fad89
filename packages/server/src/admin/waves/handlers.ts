import type { Handlers } from '../../lib/handlers'
import type { Waves } from './waves'

/** The methods of administrators about spam waves. */
export const waveHandlers = (
  waves: Waves,
): Pick<Handlers<'admin'>, 'waves' | 'countWave' | 'cleanWave' | 'undoWave'> => ({
  waves: () => waves.list(),
  countWave: (caller, input) => waves.count(caller, input),
  cleanWave: (caller, input) => waves.clean(caller, input),
  undoWave: (caller, { id }) => waves.undo(caller, id),
})
