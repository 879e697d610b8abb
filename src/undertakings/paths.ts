/** Addresses of the ledger. */
export const undertakingPaths = {
  list: '/komitmen',
  refer: '/komitmen/rujukan/baru',
  points: '/komitmen/tindak-lanjut/baru',
  one: (id: number) => `/komitmen/${id}`,
  act: (id: number, verb: { address: string }) => `/komitmen/${id}/${verb.address}`,
  decide: (deliveryId: number, verb: { address: string }) =>
    `/komitmen/pemenuhan/${deliveryId}/${verb.address}`,
  evidence: (deliveryId: number) => `/komitmen/pemenuhan/${deliveryId}/bukti`,
  thumbnail: (deliveryId: number) => `/komitmen/pemenuhan/${deliveryId}/bukti?ukuran=kecil`,
};
