/** What the driver, the server or Prisma says when the database is away, silent, full or held by somebody else. */
const CODES = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
  // Stopping, starting, out of connections; a statement, lock or transaction over its time; a deadlock.
  ...['57P01', '57P02', '57P03', '57P05', '53300', '57014', '55P03', '25P03', '25P04', '40001', '40P01'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
]);
const KINDS = new Set([
  ...[
    'DatabaseNotReachable',
    'ConnectionClosed',
    'SocketTimeout',
    'TooManyConnections',
    'TransactionWriteConflict',
  ],
]);
/** The driver's own complaints have no code. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end)/;

interface Told {
  code?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** Every layer that wrapped the error, the outermost first. */
function* layers(error: unknown): Generator<Told> {
  for (let depth = 0; depth < 6 && typeof error === 'object' && error !== null; depth++) {
    const told = error as Told;
    yield told;
    error = told.meta?.driverAdapterError ?? told.cause;
  }
}

/** Trying again later helps: nothing is wrong with the request, the database just does not answer now. */
export function isAway(error: unknown): boolean {
  for (const { code, originalCode, kind, message } of layers(error)) {
    if (CODES.has(String(code)) || CODES.has(String(originalCode)) || KINDS.has(String(kind))) return true;
    if (String(code).startsWith('08') || (typeof message === 'string' && WORDS.test(message))) return true;
  }
  return false;
}

/** The code of the innermost layer that has one; '' where none has. */
export function codeOf(error: unknown): string {
  const codes = [...layers(error)].flatMap(({ code, originalCode }) => [originalCode, code]);
  return String(codes.findLast((code) => typeof code === 'string') ?? '');
}

const reasons = new Map<string, string>(
  Object.entries({
    ECONNREFUSED: 'sambungan ditolak',
    ENOTFOUND: 'alamatnya tidak dikenal',
    '28P01': 'nama atau kata sandinya tidak diterima',
    '28000': 'nama atau kata sandinya tidak diterima',
    '3D000': 'basis data itu belum dibuat',
    '57P03': 'PostgreSQL sedang dinyalakan atau dimatikan',
  }),
);

/** Why the server lets nobody in, in words; undefined for another error. */
export const refusalOf = (error: unknown): string | undefined => reasons.get(codeOf(error));
