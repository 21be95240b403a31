import { expect } from '@jest/globals'
import type {
  TransitionBeforePreparationEvent,
  TransitionBeforeSwapEvent,
} from '../../src/browser/router/events.ts'
import type { Moment } from './moments.ts'
import type { Opened } from './open.ts'

/** What the site has noted of its events, without those of earlier navigations. */
const noted = ({ page }: Opened): Promise<unknown[]> =>
  page.evaluate(() => (Reflect.get(window, 'events') as unknown[]).splice(0))

const NAVIGATION = [
  'before-preparation',
  'after-preparation',
  'before-swap',
  'after-swap',
  'page-load',
]

/** Waits for the last event of a navigation. */
async function loaded({ page }: Opened): Promise<void> {
  await page.waitForFunction(() =>
    (Reflect.get(window, 'events') as unknown[] | undefined)?.includes('page-load'),
  )
}

/** Events of navigations, and what listeners can do with them. */
export const EVENTS: readonly Moment[] = [
  {
    name: 'the events of a navigation come in their order, with its facts',
    modes: ['built', 'old', 'development'],
    async run(opened) {
      const { page } = opened
      await opened.load('')
      await loaded(opened)
      expect(await noted(opened)).toEqual(['page-load'])
      await page.evaluate(() => {
        const facts: unknown[] = []
        Reflect.set(window, 'facts', facts)
        for (const name of ['astro:before-preparation', 'astro:before-swap']) {
          document.addEventListener(name, (event) => {
            const { from, to, direction, navigationType, sourceElement, newDocument } =
              event as TransitionBeforeSwapEvent
            const html = document.documentElement
            const title = newDocument.title
            const attribute = html.getAttribute('data-astro-transition')
            facts.push([
              from.pathname,
              to.pathname,
              direction,
              navigationType,
              sourceElement?.id,
              title,
              attribute,
            ])
          })
        }
      })
      const facts = () => page.evaluate(() => (Reflect.get(window, 'facts') as unknown[]).splice(0))
      await page.click('#second')
      await loaded(opened)
      expect(await noted(opened)).toEqual(NAVIGATION)
      expect(await facts()).toEqual([
        ['/', '/second', 'forward', 'push', 'second', 'home', null],
        ['/', '/second', 'forward', 'push', 'second', 'second', 'forward'],
      ])
      await opened.shows('second')
      await page.goBack()
      await loaded(opened)
      expect(await noted(opened)).toEqual(NAVIGATION)
      expect(await facts()).toEqual([
        ['/second', '/', 'back', 'traverse', undefined, 'second', null],
        ['/second', '/', 'back', 'traverse', undefined, 'home', 'back'],
      ])
      await opened.shows('home')
      expect(await page.getAttribute('html', 'data-astro-transition')).toBeNull()
    },
  },
  {
    name: 'a listener can replace the loader, the page and the swap',
    modes: ['built', 'old'],
    async run(opened) {
      const { page } = opened
      await opened.load('')
      await page.evaluate(() => {
        const once = { once: true }
        document.addEventListener(
          'astro:before-preparation',
          (preparation) => {
            const event = preparation as TransitionBeforePreparationEvent
            const { loader } = event
            event.loader = async () => {
              await loader()
              event.newDocument.body.querySelector('h1')!.textContent = 'changed'
            }
          },
          once,
        )
        document.addEventListener(
          'astro:before-swap',
          (before) => {
            const event = before as TransitionBeforeSwapEvent
            const { swap } = event
            event.swap = () => {
              swap()
              document.title = `swapped ${document.title}`
            }
          },
          once,
        )
      })
      await page.click('#second')
      await opened.shows('swapped second')
      expect(await page.textContent('h1')).toBe('changed')
      expect(await opened.isSame()).toBe(true)
    },
  },
  {
    name: 'the browser loads the page of a navigation that a listener prevents',
    modes: ['built'],
    async run(opened) {
      await opened.load('')
      await opened.page.evaluate(() => {
        document.addEventListener('astro:before-preparation', (event) => event.preventDefault())
      })
      await opened.page.click('#second')
      await opened.shows('second')
      expect(await opened.isSame()).toBe(false)
    },
  },
  {
    name: 'a second click ends the navigation of the first one',
    modes: ['built', 'old'],
    async run(opened) {
      const { page } = opened
      await opened.load('')
      await loaded(opened)
      await noted(opened)
      const aborted = await page.evaluate(async () => {
        const first = new Promise<AbortSignal>((resolve) => {
          document.addEventListener(
            'astro:before-preparation',
            (event) => resolve((event as TransitionBeforePreparationEvent).signal),
            { once: true },
          )
        })
        document.querySelector<HTMLElement>('#long')?.click()
        document.querySelector<HTMLElement>('#second')?.click()
        return (await first).aborted
      })
      await loaded(opened)
      await opened.shows('second')
      expect(aborted).toBe(true)
      expect(await noted(opened)).toEqual(['before-preparation', ...NAVIGATION])
      expect(await opened.isSame()).toBe(true)
      expect(opened.complaints).toEqual([])
    },
  },
  {
    name: 'fallback="none" lets an older browser load pages itself',
    modes: ['built', 'old'],
    async run(opened) {
      const isOld = await opened.page.evaluate(() => !('startViewTransition' in document))
      await opened.load('none')
      await opened.page.click('#second')
      await opened.shows('second')
      expect(await opened.isSame()).toBe(!isOld)
    },
  },
  {
    name: 'an older browser plays the animations of both pages, unless motion is reduced',
    modes: ['old'],
    async run(opened) {
      const { page } = opened
      const phases = async () => {
        await opened.load('animated')
        await page.evaluate(() => {
          const log: unknown[] = []
          Reflect.set(window, 'log', log)
          document.addEventListener('animationstart', ({ animationName }) => {
            const phase = document.documentElement.getAttribute('data-astro-transition-fallback')
            log.push([animationName, phase, document.title])
          })
        })
        await page.click('#second')
        await opened.shows('second')
        return page.evaluate(() => Reflect.get(window, 'log'))
      }
      expect(await phases()).toEqual([['astroFadeOut', 'old', 'animated']])
      await page.emulateMedia({ reducedMotion: 'reduce' })
      expect(await phases()).toEqual([])
      await page.emulateMedia({ reducedMotion: null })
    },
  },
  {
    name: 'no animation of the browser runs if motion is reduced',
    modes: ['built', 'strict'],
    async run(opened) {
      const { page } = opened
      const count = async () => {
        await opened.load('')
        await page.evaluate(() => {
          document.addEventListener('astro:before-swap', async (event) => {
            await (event as TransitionBeforeSwapEvent).viewTransition.ready
            const { length } = document.getAnimations()
            Reflect.set(window, 'animations', length)
          })
        })
        await page.click('#second')
        await opened.shows('second')
        return page.evaluate(() => Reflect.get(window, 'animations') as number)
      }
      expect(await count()).toBeGreaterThan(0)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      expect(await count()).toBe(0)
      await page.emulateMedia({ reducedMotion: null })
    },
  },
  {
    name: 'the page of a link that the pointer is on is fetched in advance',
    modes: ['built', 'development'],
    async run({ page, load }) {
      await load('')
      const fetched = page.waitForRequest((request) => request.url().endsWith('/long'))
      await page.hover('#long')
      expect((await (await fetched).response())?.status()).toBe(200)
    },
  },
  {
    name: 'navigate() of a script goes to a page, with its own value and state',
    modes: ['built', 'development'],
    async run(opened) {
      const { page } = opened
      await opened.load('')
      await page.evaluate(() => {
        document.addEventListener('astro:before-preparation', (event) =>
          Reflect.set(window, 'info', (event as TransitionBeforePreparationEvent).info),
        )
        const navigate = Reflect.get(window, 'navigate') as (href: string, options: object) => void
        navigate('second', { info: 'why', state: { from: 'here' }, history: 'push' })
      })
      await opened.shows('second')
      expect(await page.evaluate(() => [Reflect.get(window, 'info'), history.state.from])).toEqual([
        'why',
        'here',
      ])
      expect(await opened.isSame()).toBe(true)
    },
  },
]
