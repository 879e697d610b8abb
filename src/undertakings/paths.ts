/** Addresses of undertakings. */
export const undertakingPaths = {
  list: '/janji',
  one: (id: number) => `/janji/${id}`,
  act: (id: number, verb: { address: string }) => `/janji/${id}/${verb.address}`,
  decide: (deliveryId: number, verb: { address: string }) => `/janji/pemenuhan/${deliveryId}/${verb.address}`,
  evidence: (deliveryId: number) => `/janji/pemenuhan/${deliveryId}/bukti`,
  thumbnail: (deliveryId: number) => `/janji/pemenuhan/${deliveryId}/bukti?ukuran=kecil`,
};
