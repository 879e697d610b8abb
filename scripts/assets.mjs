// Builds what the browser gets and git does not keep: one stylesheet, the font, the icon sprite.
// Sources: public/css/*.css, bootstrap, @fontsource-variable/plus-jakarta-sans, bootstrap-icons.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => path.join(root, ...parts);

/** Icons in use, by their name in bootstrap-icons. A name that a page uses must stand here. */
const icons = [
  // Status of activities, reviews, villages and data.
  'circle circle-half check-circle slash-circle pencil hourglass-split arrow-return-left check-circle-fill',
  'house-check flag flag-fill people-fill arrow-repeat person-dash calendar3 exclamation-triangle plus-lg x-lg',
  'dash-square-dotted lock-fill',
  // Actions and signs.
  'search download printer arrow-right arrow-left caret-up-fill caret-down-fill',
  'arrow-left-right list menu house people geo-alt camera cash file-earmark upload clock eye',
  'box-arrow-right key person info-circle exclamation-circle-fill link save funnel',
  'chat-left-text plus-square journal-text clipboard-check bar-chart phone',
]
  .join(' ')
  .split(' ');

/** `list` and `menu` stand beside each other in the tab bar, so they are drawn from two pictures. */
const drawnFrom = { list: 'list-ul', menu: 'list' };

/** One `<symbol>` of the sprite. */
function symbol(name) {
  const file = drawnFrom[name] ?? name;
  const svg = readFileSync(inRoot('node_modules/bootstrap-icons/icons', `${file}.svg`), 'utf8');
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  return `<symbol id="${name}" viewBox="0 0 16 16">${inner.replace(/\s*\n\s*/g, '')}</symbol>`;
}

function writeSprite() {
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${icons.map(symbol).join('')}</svg>\n`;
  writeFileSync(inRoot('public/icons.svg'), sprite);
}

function copyFont() {
  mkdirSync(inRoot('public/fonts'), { recursive: true });
  const name = 'plus-jakarta-sans-latin-wght-normal.woff2';
  const from = inRoot('node_modules/@fontsource-variable/plus-jakarta-sans/files', name);
  copyFileSync(from, inRoot('public/fonts', name));
}

writeSprite();
copyFont();
await build({
  entryPoints: [inRoot('public/css/main.css')],
  outfile: inRoot('public/css/app.css'),
  bundle: true,
  minify: true,
  external: ['/assets/*'],
  logLevel: 'warning',
  // The browsers of five-year-old phones.
  target: ['chrome90', 'firefox90', 'safari14'],
});
