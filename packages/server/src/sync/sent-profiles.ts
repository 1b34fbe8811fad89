import type { UserId } from '@parley/protocol'

interface Person {
  readonly id: UserId
}

/** The users whose profiles a response contains already, so that it contains each once. */
export class SentProfiles {
  private readonly ids = new Set<UserId>()

  /** The users of some lists whose profiles the response lacks, each once. */
  missingOf<P extends Person>(lists: readonly (readonly P[])[]): P[] {
    const others = new Map<UserId, P>()
    for (const people of lists) for (const person of people) if (!this.ids.has(person.id)) others.set(person.id, person)
    return [...others.values()]
  }

  /** The users whose profiles the response lacks, each once; marks them as included. */
  addMissing<P extends Person>(people: readonly P[]): P[] {
    return people.filter(({ id }) => {
      const known = this.ids.has(id)
      this.ids.add(id)
      return !known
    })
  }
}
