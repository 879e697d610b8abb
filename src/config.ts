import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Empty strings count as not set, as in an `.env` file with a bare `NAME=`. */
const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const optionalText = z.preprocess(emptyIsAbsent, z.string().optional());

function isAddress(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const databaseUrl = z.preprocess(
  emptyIsAbsent,
  z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'harus diawali postgresql://')
    .refine(
      isAddress,
      'bukan alamat; tulis tanda selain huruf dan angka dalam kata sandinya sebagai % dan kodenya',
    )
    .optional(),
);

const Environment = z.object({
  NODE_ENV: z.preprocess(emptyIsAbsent, z.enum(['development', 'test', 'production']).default('development')),
  PORT: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(0).max(65535).default(3000)),
  HOST: optionalText,
  DATABASE_URL: databaseUrl,
  DATABASE_OWNER_URL: databaseUrl,
  SESSION_SECRET: z.preprocess(emptyIsAbsent, z.string().min(32, 'minimal 32 karakter').optional()),
  WILAYAH: z.preprocess(
    emptyIsAbsent,
    z
      .string()
      .regex(/^\d{2}\.\d{2}$/, 'harus kode kabupaten/kota, misalnya 33.27')
      .default('33.27'),
  ),
  DATA_DIR: z.preprocess(emptyIsAbsent, z.string().default('data')),
  BUKTI_DIR: optionalText,
  /** Megabytes. */
  RUANG_TERKECIL: z.preprocess(emptyIsAbsent, z.coerce.number().min(0).default(200)),
  /** Megabytes. */
  KIRIMAN_SEHARI: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(1).default(1_000)),
  CADANGAN_DIR: z.preprocess(emptyIsAbsent, z.string().default('cadangan')),
  CADANGAN_SANDI: optionalText,
  CADANGAN_SANDI_BERKAS: optionalText,
  SESI_DIAM_MENIT: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(5).max(720).default(60)),
  SANDI_JENIS: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(1).max(4).default(1)),
  SANDI_BERLAKU_HARI: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(30).max(3650).optional()),
  SANDI_ALASAN: optionalText,
  FAKTOR_KEDUA: z.preprocess(
    emptyIsAbsent,
    z
      .string()
      .regex(/^(tidak|[A-Z]+(,[A-Z]+)*)$/, 'harus peran dipisah koma, misalnya BAPPEDA,ADMIN, atau tidak')
      .optional(),
  ),
  FAKTOR_KEDUA_ALASAN: optionalText,
  TRUST_PROXY: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(0).default(0)),
  LIVE_VIEWS: optionalText,
  LOG_LEVEL: z.preprocess(
    emptyIsAbsent,
    z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  ),
});

export interface Config {
  production: boolean;
  /** Views throw on a property their model does not have. */
  strictViews: boolean;
  /** Views are read anew at every request (development only). */
  reloadViews: boolean;
  /** Pages that are kept are made anew all the same, and compared (tests only). */
  comparePages: boolean;
  port: number;
  host: string | undefined;
  databaseUrl: string | undefined;
  /** The same database as the role that owns its tables; only it migrates. */
  ownerUrl: string | undefined;
  sessionSecret: string | undefined;
  /** Kinds of signs a password must have (of four), and days after which it is changed; null for never. */
  passwordRules: { kinds: number; days: number | null };
  /** Roles that work only with a second step behind the password. */
  secondFactorOf: string[];
  /** A session ends after so many minutes without a request. */
  idleMinutes: number;
  /** Kemendagri code of the kabupaten/kota served, e.g. `33.27`. */
  regionCode: string;
  dataDir: string;
  evidenceDir: string;
  /** With fewer free bytes on a disk of ours nothing is stored. */
  diskFloor: number;
  /** Bytes of files that an account may send in a day. */
  dailyUpload: number;
  /** Where backups are made and looked for. */
  backupDir: string;
  /** What locks backups: the passphrase itself, or the file that holds it. */
  backupPassphrase: string | undefined;
  backupPassphraseFile: string | undefined;
  /** How many proxies stand in front; their X-Forwarded-* headers are then believed. */
  trustProxy: number;
  logLevel: string;
}

/** What keeps a program from going on, such as a setting. Its message is for the person at the terminal. */
export class ConfigError extends Error {}

/**
 * The settings of whoever starts a program: those of the environment and, unless it sets NODE_ENV and so brings its own,
 * those of `.env` in the working directory.
 * @throws ConfigError as `readConfig`, and when `.env` may not be read.
 */
export function readSettings(): Config {
  if (process.env.NODE_ENV === undefined && existsSync('.env')) {
    try {
      process.loadEnvFile();
    } catch {
      throw new ConfigError('.env tidak dapat dibaca. Ulangi sebagai pengguna yang boleh membacanya.');
    }
  }
  return readConfig(process.env);
}

/**
 * Reads the settings once. Nothing else in the program reads `process.env`.
 * @throws ConfigError naming every setting that is wrong or, in production, missing.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`Setelan keliru. ${lines.join('; ')}`);
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  if (production) requireInProduction(values);
  return {
    production,
    strictViews: !production,
    reloadViews: values.NODE_ENV === 'development' && values.LIVE_VIEWS === '1',
    comparePages: values.NODE_ENV === 'test',
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    ownerUrl: values.DATABASE_OWNER_URL,
    sessionSecret: values.SESSION_SECRET,
    passwordRules: readPasswordRules(values),
    secondFactorOf: readSecondFactor(values, production),
    idleMinutes: values.SESI_DIAM_MENIT,
    regionCode: values.WILAYAH,
    dataDir: path.resolve(values.DATA_DIR),
    evidenceDir: path.resolve(values.BUKTI_DIR ?? path.join(values.DATA_DIR, 'bukti')),
    diskFloor: values.RUANG_TERKECIL * 1_000_000,
    dailyUpload: values.KIRIMAN_SEHARI * 1_000_000,
    backupDir: path.resolve(values.CADANGAN_DIR),
    backupPassphrase: values.CADANGAN_SANDI,
    backupPassphraseFile: values.CADANGAN_SANDI_BERKAS,
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
  };
}

/** Length and guessing are judged always; an office that asks for more writes down who asked. */
function readPasswordRules(values: z.infer<typeof Environment>): Config['passwordRules'] {
  const rules = { kinds: values.SANDI_JENIS, days: values.SANDI_BERLAKU_HARI ?? null };
  if ((rules.kinds > 1 || rules.days !== null) && !values.SANDI_ALASAN)
    throw new ConfigError(
      'SANDI_JENIS dan SANDI_BERLAKU_HARI memerlukan SANDI_ALASAN: aturan siapa, nomor berapa.',
    );
  return rules;
}

/** Those who decide about others' work and accounts; fewer in production is a decision that says why. */
const DECIDERS = ['BAPPEDA', 'KOORDINATOR', 'ADMIN'];

function readSecondFactor(values: z.infer<typeof Environment>, production: boolean): string[] {
  const { FAKTOR_KEDUA: given, FAKTOR_KEDUA_ALASAN: reason } = values;
  if (given === undefined) return production ? DECIDERS : [];
  const roles = given === 'tidak' ? [] : given.split(',');
  if (production && !reason && DECIDERS.some((role) => !roles.includes(role)))
    throw new ConfigError(
      `FAKTOR_KEDUA tidak memuat ${DECIDERS.join(', ')}: tulis alasannya di FAKTOR_KEDUA_ALASAN.`,
    );
  return roles;
}

function requireInProduction(values: z.infer<typeof Environment>): void {
  const missing = (['DATABASE_URL', 'SESSION_SECRET'] as const).filter((name) => !values[name]);
  if (missing.length > 0) {
    throw new ConfigError(`Setelan wajib untuk produksi belum ada: ${missing.join(', ')}.`);
  }
}
