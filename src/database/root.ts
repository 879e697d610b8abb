import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder, the same from `src/` and from `dist/`. */
export const rootFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
