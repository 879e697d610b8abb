/** Addresses of spot checks. */
export const spotPaths = {
  list: '/uji-petik',
  make: '/uji-petik/baru',
  one: (id: number) => `/uji-petik/${id}`,
  draw: (id: number) => `/uji-petik/${id}/undi`,
  case: (id: number) => `/uji-petik/kasus/${id}`,
  find: (id: number) => `/uji-petik/kasus/${id}/temuan`,
  evidence: (id: number, size = '') => `/uji-petik/kasus/${id}/bukti${size && `?ukuran=${size}`}`,
  public: '/uji-petik/umum',
  frame: (id: number) => `/uji-petik/umum/${id}/kerangka.csv`,
};
