/** Only an address of this portal may follow a sign-in. */
export const localAddress = (value: string | undefined): string =>
  value && /^\/(?![/\\])/.test(value) ? value : '/beranda';
