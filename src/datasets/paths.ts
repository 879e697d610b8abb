/** Addresses of data versions. */
export const dataPaths = {
  list: '/data',
  upload: '/data/impor',
  preview: (id: string) => `/data/impor/${id}`,
  confirm: (id: string) => `/data/impor/${id}/sahkan`,
  cancel: (id: string) => `/data/impor/${id}/batal`,
  version: (id: number) => `/data/${id}`,
  template: (kind: 'desil1' | 'idm', format: 'csv' | 'xlsx') => `/data/templat/${kind}.${format}`,
};
