import { tellFailure } from './failure.js';

type Command = (args: string[]) => Promise<number>;

const backupCommand =
  (name: 'makeBackupNow' | 'proveBackupNow' | 'restoreBackupNow') => async (): Promise<Command> => {
    const [{ terminal }, backups] = await Promise.all([import('./cli/io.js'), import('./cli/cadangan.js')]);
    return (args) => backups[name](args, terminal);
  };

/** The commands of `dampingan`; each loads only what it needs. */
const commands = new Map<string, () => Promise<Command>>(
  Object.entries({
    peringkat: async () => {
      const { peringkat } = await import('./cli/peringkat.js');
      return (args) => peringkat(args, { stdout: process.stdout, stderr: process.stderr });
    },
    'uji-petik': async () => {
      const [{ terminal }, { drawAgain }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/uji-petik.js'),
      ]);
      return (args) => drawAgain(args, terminal);
    },
    migrasi: async () => {
      const { migrasi } = await import('./cli/migrasi.js');
      const { terminal } = await import('./cli/io.js');
      return () => migrasi(terminal);
    },
    'data impor': async () => {
      const [{ terminal, withDatabase }, { importData }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/impor.js'),
      ]);
      return (args) =>
        withDatabase((database, config) => importData(database, config.regionCode, args, terminal));
    },
    'wilayah impor': async () => {
      const [{ terminal, withDatabase }, { importRegion }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/impor.js'),
      ]);
      return (args) =>
        withDatabase((database, config) => importRegion(database, config.regionCode, args, terminal));
    },
    'pengguna tambah': async () => {
      const [{ terminal, withDatabase }, { addAccount }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/pengguna.js'),
      ]);
      return (args) => withDatabase((database, config) => addAccount(database, config, args, terminal));
    },
    'pengguna lepas-langkah-kedua': async () => {
      const [{ terminal, withDatabase }, { dropSecondStepOf }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/pengguna.js'),
      ]);
      return (args) => withDatabase((database, config) => dropSecondStepOf(database, config, args, terminal));
    },
    'contoh muat': async () => {
      const [{ terminal, withDatabase }, { loadSampleOnDemand, refuseSample }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/contoh.js'),
      ]);
      return () =>
        withDatabase((database, config) => loadSampleOnDemand(database, config, terminal), refuseSample);
    },
    periksa: async () => {
      const [{ terminal }, { examine }] = await Promise.all([
        import('./cli/io.js'),
        import('./cli/periksa.js'),
      ]);
      return (args) => examine(args, terminal);
    },
    'cadangan buat': backupCommand('makeBackupNow'),
    'cadangan periksa': backupCommand('proveBackupNow'),
    'cadangan pulihkan': backupCommand('restoreBackupNow'),
  }),
);

const USAGE = `Pemakaian: npx dampingan PERINTAH [opsi]

  peringkat              menghitung peringkat dari berkas, tanpa basis data
  uji-petik              mengulang undian uji petik dari kerangka dan benih, tanpa basis data
  migrasi                memperbarui basis data sebagai pemiliknya (DATABASE_OWNER_URL)
  data impor FILE        memuat versi data desil 1 atau IDM
  wilayah impor FILE     memuat daftar kecamatan dan desa resmi
  pengguna tambah        membuat akun dengan sandi sekali pakai
  pengguna lepas-langkah-kedua
                         melepas langkah kedua akun yang kehilangan ponselnya
  periksa                memeriksa setelan, basis data, cakram, cadangan, bukti, dan hitungan
  cadangan buat          mencadangkan basis data dan bukti, sambil portal berjalan
  cadangan periksa       membuktikan bahwa cadangan kembali utuh
  cadangan pulihkan FILE mengganti isi basis data dengan isi cadangan
  contoh muat            memuat data contoh ke basis data kosong
`;

async function main(args: string[]): Promise<number> {
  for (const words of [2, 1]) {
    const load = commands.get(args.slice(0, words).join(' '));
    if (load) return (await load())(args.slice(words));
  }
  process.stderr.write(USAGE);
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tellFailure(error);
    process.exitCode = 1;
  },
);
