import { expect } from '@jest/globals'
import { FRAMEWORKS } from '../dev/island-site.ts'
import type { Opened } from './open.ts'

/** What a visitor sees during or after navigations, in some ways to serve the site. */
export interface Moment {
  readonly name: string
  readonly modes: readonly string[]
  readonly run: (opened: Opened) => Promise<void>
}

const ALL = ['built', 'old', 'strict', 'development']

const seen = ({ page }: Opened): Promise<string[]> =>
  page.evaluate(() => [...(Reflect.get(window, 'seen') as string[])])

const colorOf = ({ page }: Opened, selector: string): Promise<string> =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).color)

async function follow(opened: Opened, path: string, title = path): Promise<void> {
  await opened.navigate(path)
  await opened.shows(title)
  await opened.page.waitForFunction(
    () => document.querySelector('.astro-route-announcer')?.textContent,
  )
  expect(await opened.isSame()).toBe(true)
}

/** Waits until every island of the page has hydrated. */
async function hydrated({ page }: Opened): Promise<void> {
  await page.waitForFunction(() => {
    const islands = document.querySelectorAll('astro-island')
    return islands.length > 0 && !document.querySelector('astro-island[ssr]')
  })
}

export const MOMENTS: readonly Moment[] = [
  {
    name: 'the answer to a form runs no scripts that its own policy blocks',
    modes: ['built'],
    async run({ load, page }) {
      for (const path of ['/sandboxed', '/without-scripts', '/drawing']) {
        await load('forms')
        await page.evaluate((action) => {
          const form = document.querySelector<HTMLFormElement>('#answer')
          form?.setAttribute('action', action)
          form?.requestSubmit()
        }, path)
        await page.waitForFunction(() => location.protocol === 'blob:')
        expect(await page.evaluate(() => localStorage.getItem('stolen'))).toBeNull()
      }
    },
  },
  {
    name: 'scripts of the next page run once, in the order of a page that the browser loads',
    modes: ALL,
    async run(opened) {
      await opened.load('scripts')
      const [layout, ...native] = await seen(opened)
      expect(layout).toBe('layout')
      expect(native).toContain('bundled')
      await opened.load('')
      await follow(opened, 'scripts')
      expect(await seen(opened)).toEqual(['layout', ...native])
      expect(await opened.page.locator('#noscript').count()).toBe(0)
      expect(await colorOf(opened, 'h1')).toBe('rgb(0, 0, 9)')
      await follow(opened, 'second')
      await follow(opened, 'scripts')
      expect(await seen(opened)).toEqual(['layout', ...native, 'again'])
      // Only the script that has the nonce of nobody is blocked, and only where there is a policy.
      const blocked = opened.complaints.filter((text) => !/guessed|violates/.test(text))
      expect(blocked).toEqual([])
      expect(native.includes('injected')).toBe(opened.complaints.length === 0)
    },
  },
  {
    name: 'styles of the next page apply when it is shown, in their own order',
    modes: ['built', 'strict', 'development'],
    async run(opened) {
      await opened.load('')
      await opened.page.evaluate(() => {
        document.addEventListener('astro:after-swap', () => {
          const box = document.querySelector('.box')
          if (box) Reflect.set(window, 'color', getComputedStyle(box).color)
        })
      })
      await follow(opened, 'styled')
      expect(await opened.page.evaluate(() => Reflect.get(window, 'color'))).toBe('rgb(1, 2, 3)')
      await follow(opened, 'second')
      expect(await colorOf(opened, '.order')).toBe('rgb(2, 2, 2)')
      await follow(opened, 'order')
      expect(await colorOf(opened, '.order')).toBe('rgb(1, 1, 1)')
      await follow(opened, 'styled')
      expect(await colorOf(opened, '.box')).toBe('rgb(1, 2, 3)')
      expect(opened.complaints).toEqual([])
    },
  },
  {
    name: 'elements that persist keep their state, islands of every framework, too',
    modes: ['built', 'old', 'development'],
    async run(opened) {
      const { page } = opened
      await opened.load('islands')
      await hydrated(opened)
      for (const { name } of FRAMEWORKS) await page.locator(`button.${name}`).first().click()
      await page.fill('#field', 'typed')
      await page.evaluate(() =>
        document.querySelector<HTMLInputElement>('#field')?.setSelectionRange(1, 3),
      )
      const listen = (): void => {
        const counts = { unmounted: 0 }
        Reflect.set(window, 'counts', counts)
        for (const island of document.querySelectorAll('astro-island')) {
          island.addEventListener('astro:unmount', () => counts.unmounted++)
        }
      }
      await page.evaluate(listen)
      await follow(opened, 'more')
      await hydrated(opened)
      const texts = await Promise.all(
        FRAMEWORKS.map(({ name }) => page.locator(`button.${name}`).first().textContent()),
      )
      expect(texts).toEqual(FRAMEWORKS.map(() => 'old 6'))
      expect(await page.locator('button.react').nth(1).textContent()).toBe('old 150')
      // They are still alive, and the component of the old page is not.
      for (const { name } of FRAMEWORKS) {
        await page.locator(`button.${name}`).first().click()
        await page.locator(`button.${name}`, { hasText: 'old 7' }).waitFor()
      }
      expect(await page.evaluate(() => Reflect.get(window, 'counts'))).toEqual({ unmounted: 1 })
      const style = await page
        .locator('button.vue')
        .evaluate((one) => getComputedStyle(one).outlineColor)
      expect(style).toBe('rgb(1, 2, 3)')
      expect(opened.complaints).toEqual([])
    },
  },
  {
    name: 'the focused element that persists keeps the focus and its selection',
    modes: ['built', 'old'],
    async run(opened) {
      const { page } = opened
      await opened.load('islands')
      await page.fill('#field', 'typed')
      await page.evaluate(() =>
        document.querySelector<HTMLInputElement>('#field')?.setSelectionRange(1, 3),
      )
      await follow(opened, 'more')
      const field = await page.evaluate(() => {
        const { id, value, selectionStart, selectionEnd } =
          document.activeElement as HTMLInputElement
        return [id, value, selectionStart, selectionEnd]
      })
      expect(field).toEqual(['field', 'typed', 1, 3])
    },
  },
  {
    name: 'a page is announced by its title, and its own attributes and shadow roots are there',
    modes: ['built', 'old', 'strict'],
    async run(opened) {
      const { page } = opened
      await opened.load('second')
      await follow(opened, 'media')
      expect(await page.textContent('.astro-route-announcer')).toBe('media')
      const box = await page.locator('.astro-route-announcer').boundingBox()
      expect([box?.width, box?.height]).toEqual([1, 1])
      expect(await page.getAttribute('html', 'lang')).toBe('en')
      expect(await page.getAttribute('html', 'data-page')).toBe('media')
      expect(await page.locator('#host b').textContent()).toBe('shadow')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('auto')
      expect(opened.complaints).toEqual([])
    },
  },
]
