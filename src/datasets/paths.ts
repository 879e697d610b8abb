/** Addresses of data versions. */
export const dataPaths = {
  list: '/data',
  upload: '/data/impor',
  preview: (id: string) => `/data/impor/${id}`,
  answer: (id: string) => `/data/impor/${id}/pilihan`,
  confirm: (id: string) => `/data/impor/${id}/sahkan`,
  cancel: (id: string) => `/data/impor/${id}/batal`,
  version: (id: number) => `/data/${id}`,
  template: (kind: string, format: 'csv' | 'xlsx') => `/data/templat/${kind}.${format}`,
};
