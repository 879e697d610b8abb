import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import type { Services } from '../web/services.js';

/** Words that people in an Indonesian office try first, and what this portal is called. */
const OBVIOUS = `
  admin administrator aku anak aplikasi assalamualaikum alhamdulillah bahagia bapak bapenda bappeda bismillah
  bupati cinta dampingan damai desa dinas garuda ganti gantisandi gerakan hebat indonesia indonesiaraya
  insyaallah jaya jawatengah kabupaten kades kantor kata katasandi kecamatan kelurahan kemiskinan komputer koordinator
  kosong kunci lokus lurah maju makmur masuk merah merahputih merdeka mudah negara opd operator pancasila
  pemda pemdes pemerintah pemkab pengguna perangkat daerah portal putih rahasia rahasiaku rakyat sandi sayang sayangku
  sejahtera sekdes selamat semangat semoga sukses terima terimakasih tidakada ubah user
  januari februari maret april mei juni juli agustus september oktober november desember
  bismillahirrahmanirrahim subhanallah banget cantik cowok cewek ganteng ikhlas kamu hanya untuk untukmu
  kuhanya cintaku sayangmu milikku selamanya persib persija bandung jakarta semarang surabaya tegal
  senin selasa rabu kamis jumat sabtu minggu
`;

/** What a finger runs along, forwards and backwards: the alphabet, rows and columns of a keyboard. Figures count for nothing. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qazwsxedcrfvtgbyhnujm']
  .flatMap((row) => [row, [...row].reverse().join('')])
  .join(' ');
/** Shorter ones stand within ordinary words. */
const RUN_MIN = 4;
const isRun = (text: string) => text.length >= RUN_MIN && RUNS.includes(text);

/** Shorter words of the list of common passwords turn up within other words by chance. */
const COMMON_MIN = 6;
const LONGEST = 24;
/** What is left of a password once everything known is taken out of it needs so many different letters. */
const LEFT_MIN = 5;
/** So many common words that have nothing to do with each other are a good password. */
const WORDS_MIN = 3;

/** Letters that are commonly written as another sign. */
const DISGUISES = new Map<string, string>(
  Object.entries({
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  }),
);

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
const undisguised = (text: string) => text.replace(/[013457@$!]/g, (sign) => DISGUISES.get(sign) as string);

let common: Promise<Set<string>> | undefined;

/** Tens of thousands of passwords that were found in leaks; read when somebody first chooses one. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    const all = dictionary['passwords-common'] as string[];
    return new Set(all.map(folded).filter((word) => word.length >= COMMON_MIN));
  });
  return common;
}

/**
 * Whether somebody who knows the person and the place would try this password early: it is a common one, or made of
 * common or obvious words, of `about` (the person's names, the places), of runs of letters and of figures, also in
 * disguise (OWASP ASVS v5.0.0-6.2.4 and 6.2.11). Three common words that have nothing to do with each other are none.
 */
export async function isGuessable(password: string, about: string[]): Promise<boolean> {
  const listed = await commonPasswords();
  const near = new Set(
    [OBVIOUS, ...about].flatMap((words) => [folded(words), ...words.split(/[^\p{L}\p{N}]+/u).map(folded)]),
  );
  near.delete('');
  return [password, undisguised(password)].some((one) => isKnown(folded(one), listed, near));
}

function isKnown(text: string, listed: Set<string>, near: Set<string>): boolean {
  const words = new Set<string>();
  const left = new Set<string>();
  for (let at = 0; at < text.length; ) {
    const run = knownAt(text, at, isRun);
    const word = run || knownAt(text, at, (one) => listed.has(one) || near.has(one));
    if (word && !run && !near.has(word)) words.add(word);
    if (!word && !/\p{N}/u.test(text[at] as string)) left.add(text[at] as string);
    at += word.length || 1;
  }
  return left.size < LEFT_MIN && words.size < WORDS_MIN;
}

/** The longest known word that begins here; '' where none does. */
function knownAt(text: string, at: number, known: (word: string) => boolean): string {
  for (let length = Math.min(LONGEST, text.length - at); length > 2; length -= 1) {
    const word = text.slice(at, at + length);
    if (known(word)) return word;
  }
  return '';
}

export const GUESSABLE =
  'Kata sandi ini mudah ditebak: kata yang umum, deret huruf seperti abcd atau qwerty, nama Anda atau tempat tugas, atau nama portal dan daerah ini. Gabungkan tiga kata lain yang tidak berhubungan.';

/** The names of a person, of the OPD or village they work for, and of the places around. */
export async function wordsAbout({ db, region }: Services, actor: Actor): Promise<string[]> {
  const places = await db.kecamatan.findMany({ where: ofRegion(region), select: { name: true } });
  const agencies = await db.agency.findMany({ where: { id: { in: actor.agencyIds } } });
  return [
    ...[actor.username, actor.name, actor.place, region.name],
    ...places.map((one) => one.name),
    ...agencies.flatMap((one) => [one.name, one.shortName]),
  ];
}
