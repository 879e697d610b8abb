/** Tests that tell one story, each going on from what the one before left; only these keep their order. */
export const STORY = { shuffle: false } as const;
