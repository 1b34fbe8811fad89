import { type Context, createContext, useContext } from 'react'

/**
 * A context that must have a provider.
 * @returns the context, and the hook that reads it
 * @throws from the hook, if no provider is above the component
 */
export const requiredContext = <Value extends object>(
  name: string,
): readonly [context: Context<Value | undefined>, useValue: () => Value] => {
  const context = createContext<Value | undefined>(undefined)
  context.displayName = name
  const useValue = (): Value => {
    const value = useContext(context)
    if (value === undefined) throw new Error(`${name} has no provider`)
    return value
  }
  return [context, useValue]
}
