/** Addresses of needs. */
export const needPaths = {
  list: '/kebutuhan',
  create: '/kebutuhan/baru',
  createIn: (villageCode: string) => `/kebutuhan/baru?desa=${villageCode}`,
  one: (id: number) => `/kebutuhan/${id}`,
  paper: (id: number) => `/kebutuhan/${id}/berita-acara`,
  bulk: '/kebutuhan/impor',
  template: '/kebutuhan/impor/templat.xlsx',
  ofVillage: (villageCode: string) => `/kebutuhan?desa=${villageCode}`,
};
