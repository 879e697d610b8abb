// Builds into dist/assets what the browser gets beside pages: one stylesheet, one script, the font, the icon sprite.
// Sources: public/, bootstrap, @fontsource-variable/plus-jakarta-sans, bootstrap-icons.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
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

const sprite = () => `<svg xmlns="http://www.w3.org/2000/svg">${icons.map(symbol).join('')}</svg>\n`;

const out = inRoot('dist/assets');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(path.join(out, 'icons.svg'), sprite());
copyFileSync(inRoot('public/mark.svg'), path.join(out, 'mark.svg'));
await build({
  entryPoints: {
    app: inRoot('public/js/app.js'),
    style: inRoot('public/css/main.css'),
  },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  loader: { '.woff2': 'copy' },
  assetNames: '[name]',
  alias: { font: inRoot('node_modules/@fontsource-variable/plus-jakarta-sans/files') },
  logLevel: 'warning',
  // The browsers of five-year-old phones.
  target: ['chrome90', 'firefox90', 'safari14.1'],
});
// Packed once, as small as it gets; a page is packed when it is sent.
for (const name of readdirSync(out).filter((one) => /\.(css|js|svg)$/.test(one)))
  writeFileSync(path.join(out, `${name}.br`), brotliCompressSync(readFileSync(path.join(out, name))));
