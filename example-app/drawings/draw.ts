/**
 * Draws the pictures of the pots into src/images, once: node drawings/draw.ts (Node 22.18 or later, and Chromium).
 * A pot is a sketch in pots.ts; light, clay and glaze are filters of SVG.
 */
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { products } from '../shop/seed.js'
import { type Layer, pots } from './pots.ts'

const SIZE = 1600

const PAINTS: Readonly<Record<Layer['paint'], string>> = {
  brush: '#2d4c86',
  clay: '#d9b894',
  coffee: '#3b2318',
  flame: '#f6b73c',
  glaze: 'var(--glaze)',
  inside: 'color-mix(in oklab, var(--glaze) 62%, #1b1512)',
  leaf: '#4d7c52',
  pepper: '#38302c',
  salt: '#fffcf5',
  stem: '#6d9160',
  wax: '#fffcf5',
  wood: '#8f6238',
}

function layer({ paint, d, line }: Layer): string {
  const style = line
    ? `fill: none; stroke: ${PAINTS[paint]}; stroke-width: ${line}; stroke-linecap: round; stroke-linejoin: round`
    : `fill: ${PAINTS[paint]}`
  const filter = /clay|glaze|inside/.test(paint) ? 'clay' : 'plain'
  return `<path d="${d}" style="${style}; filter: url(#${filter})" />`
}

/** Fired clay: fine speckles, and light on small bumps. */
const FILTERS = `
<filter id="clay" filterUnits="userSpaceOnUse" x="0" y="0" width="240" height="240" color-interpolation-filters="sRGB">
  <feTurbulence type="fractalNoise" baseFrequency="0.028 0.09" numOctaves="3" seed="4" result="throwing" />
  <feDiffuseLighting in="throwing" surfaceScale="1.6" lighting-color="#fff" result="relief">
    <feDistantLight azimuth="215" elevation="62" />
  </feDiffuseLighting>
  <feTurbulence type="fractalNoise" baseFrequency="1.1" numOctaves="2" seed="9" />
  <feColorMatrix values="0 0 0 0 0.16  0 0 0 0 0.11  0 0 0 0 0.08  0 0 0 -14 4.7" result="speckles" />
  <feBlend in="SourceGraphic" in2="relief" mode="multiply" result="lit" />
  <feMerge result="all"><feMergeNode in="lit" /><feMergeNode in="speckles" /></feMerge>
  <feComposite in="all" in2="SourceGraphic" operator="in" />
</filter>
<filter id="plain" filterUnits="userSpaceOnUse" x="0" y="0" width="240" height="240">
  <feTurbulence type="fractalNoise" baseFrequency="0.02 0.16" numOctaves="3" seed="6" />
  <feDiffuseLighting surfaceScale="1.2" lighting-color="#fff" result="relief">
    <feDistantLight azimuth="215" elevation="62" />
  </feDiffuseLighting>
  <feBlend in="SourceGraphic" in2="relief" mode="multiply" />
  <feComposite in2="SourceGraphic" operator="in" />
</filter>
<filter id="wall" x="0" y="0" width="100%" height="100%">
  <feTurbulence type="fractalNoise" baseFrequency="0.012 0.02" numOctaves="4" seed="2" />
  <feDiffuseLighting surfaceScale="1.1" lighting-color="#fff" result="relief">
    <feDistantLight azimuth="215" elevation="64" />
  </feDiffuseLighting>
  <feBlend in="SourceGraphic" in2="relief" mode="multiply" />
</filter>
<filter id="soft" x="-40%" y="-200%" width="180%" height="500%"><feGaussianBlur stdDeviation="6" /></filter>
<filter id="glow" x="-60%" y="-20%" width="220%" height="140%"><feGaussianBlur stdDeviation="4" /></filter>`

const LIGHT = `
<linearGradient id="round">
  <stop offset="0" stop-color="#000" stop-opacity="0.22" /><stop offset="0.24" stop-color="#fff" stop-opacity="0.2" />
  <stop offset="0.5" stop-color="#fff" stop-opacity="0" /><stop offset="1" stop-color="#000" stop-opacity="0.42" />
</linearGradient>
<radialGradient id="room" cx="0.3" cy="0.22" r="1">
  <stop offset="0" stop-color="#fff" stop-opacity="0.42" /><stop offset="0.5" stop-color="#fff" stop-opacity="0" />
  <stop offset="1" stop-color="#20160c" stop-opacity="0.34" />
</radialGradient>`

function picture({ shape, glaze }: (typeof products)[number]): string {
  const { back = [], body, foot, front, flat, shadow } = pots[shape]
  const bare = `M0 240H240V${foot}Q210 ${foot + 7} 180 ${foot}T120 ${foot}T60 ${foot}T0 ${foot}Z`
  return `<svg viewBox="0 0 240 240" width="${SIZE}" height="${SIZE}" style="--glaze: ${glaze}">
${FILTERS}${LIGHT}
<clipPath id="body"><path d="${body}" /></clipPath>
<g filter="url(#wall)">
  <rect width="240" height="186" style="fill: color-mix(in oklab, var(--glaze) 16%, #f6f0e4)" />
  <rect y="184" width="240" height="56" style="fill: color-mix(in oklab, var(--glaze) 12%, #d9c9b0)" />
</g>
<rect width="240" height="240" fill="url(#room)" />
<ellipse cx="134" cy="196" rx="${shadow + 8}" ry="9" fill="#20160c" opacity="0.5" filter="url(#soft)" />
<g>
  ${back.map(layer).join('')}
  ${layer({ paint: 'glaze', d: body })}
  <path d="${bare}" clip-path="url(#body)" style="fill: ${PAINTS.clay}; filter: url(#clay)" />
</g>
<g clip-path="url(#body)">
  <path d="${body}" fill="url(#round)" ${flat ? 'opacity="0.45"' : ''} />
  ${flat ? '' : '<ellipse cx="84" cy="140" rx="5" ry="34" fill="#fff" opacity="0.34" filter="url(#glow)" />'}
</g>
<g>${front.map(layer).join('')}</g>
</svg>`
}

const browser = await chromium.launch({
  executablePath: process.env['CHROME'] ?? '/usr/bin/chromium',
})
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
  for (const product of products) {
    await page.setContent(`<body style="margin: 0">${picture(product)}</body>`)
    const file = fileURLToPath(new URL(`../src/images/${product.shape}.jpg`, import.meta.url))
    await sharp(await page.screenshot())
      .jpeg({ quality: 80, mozjpeg: true })
      .toFile(file)
  }
} finally {
  await browser.close()
}
