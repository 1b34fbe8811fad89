import type { Page } from '@playwright/test'
import { en } from './catalogs'
import type { Person } from './people'

/** Actions on the page of people. */
export const peopleOn = (page: Page) => {
  const list = page.locator('[data-list]').filter({ has: page.getByRole('heading', { name: en.peoplePlace }) })
  const profile = page.getByTestId('profile')
  const dialog = page.getByRole('dialog')
  return {
    list,
    profile,
    dialog,
    place: page.getByRole('link', { name: new RegExp(`^${en.peoplePlace}`) }),
    search: list.getByRole('searchbox'),
    row: (person: Person) => list.locator('[data-person-row]').filter({ hasText: `@${person.username}` }),
    toast: (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first(),
    press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
    confirm: (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click(),
  }
}
