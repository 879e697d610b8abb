/** Numbers from 0 to 1, the same for the same seed. */
export function chanceOf(seed: number): () => number;
/** A scene of its own for each number, as grey, row by row, 0 to 255. */
export function sceneOf(seed: number, width: number, height: number): Uint8ClampedArray;
/** How a photo may be changed, and still be found: the changed one as JPEG, or as the original is taken. */
export const changes: Record<string, (photo: Buffer, chance: () => number) => Promise<Buffer>>;
/** A scene as a photo of 800 × 600. */
export function photoOf(seed: number): Promise<Buffer>;
