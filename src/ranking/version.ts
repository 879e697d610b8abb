/**
 * Version of the way of reckoning, stored with every run. It is raised whenever the same data and settings could give
 * another result than before, and docs/metode.md says then what became different.
 */
export const METHOD_VERSION = 1;
