/** Addresses of the matrix of needs. */
export const matrixPaths = {
  all: '/matriks',
  cell: (villageCode: string, categoryCode: string) => `/matriks/${villageCode}/${categoryCode}`,
};
