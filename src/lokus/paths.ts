/** Addresses of official lists and their drafts. */
export const lokusPaths = {
  index: '/lokus',
  make: '/lokus/baru',
  /** Lists of an SK that wait for an answer. */
  uploads: '/lokus/berkas',
  year: (year: number, edition?: number) => `/lokus/${year}${edition ? `?edisi=${edition}` : ''}`,
  amend: (year: number) => `/lokus/${year}/perubahan`,
  draft: (id: number) => `/lokus/draf/${id}`,
  draftAction: (id: number, action: string) => `/lokus/draf/${id}/${action}`,
};
