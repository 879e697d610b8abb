import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import compression from 'compression';
import { Router } from 'express';
import packed from 'express-static-gzip';
import { rootFolder } from '../database/root.js';

/** What a browser gets beside pages, as scripts/assets.mjs builds it. */
const folder = path.join(rootFolder, 'dist/assets');

/** Where a page finds them: under a hash of all of them, so that a browser never asks again for one that it has. */
export const assetsAt = `/assets/${hashOf(folder)}`;

function hashOf(built: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(built).sort())
    hash.update(name).update(readFileSync(path.join(built, name)));
  return hash.digest('hex').slice(0, 12);
}

const files = (maxAge: string) =>
  packed(folder, {
    enableBrotli: true,
    orderPreference: ['br'],
    index: false,
    serveStatic: { maxAge, immutable: maxAge !== '0' },
  });

/** Serves them. A page of another version gets what there is now, and asks again the next time. */
export function serveAssets(): Router {
  const router = Router();
  // For browsers that do not take what is packed; what is, is left alone.
  router.use('/assets', compression());
  router.use(assetsAt, files('1y'));
  router.use('/assets/:version', files('0'));
  return router;
}
