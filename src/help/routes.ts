import { type PageHead, pageHead } from '../web/components.js';
import { page } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';

declare module '../web/render.js' {
  interface Views {
    'help/bantuan': { head: PageHead };
    'help/istilah': { head: PageHead; terms: [term: string, meaning: string][] };
    'help/aksesibilitas': { head: PageHead };
    'help/metode': { head: PageHead };
  }
}

/** The words of the portal, one for one thing, by alphabet. */
const terms: [string, string][] = [
  ['Desa dampingan', 'Desa atau kelurahan yang didampingi perangkat daerah menurut daftar resmi.'],
  [
    'Desil 1',
    'Sepersepuluh warga dengan kesejahteraan terendah secara nasional, menurut DTKS, P3KE, atau DTSEN.',
  ],
  [
    'Disembunyikan',
    'Jumlah di bawah lima orang atau keluarga, juga nol. Tidak ditampilkan kepada umum dan tidak ikut dalam jumlah mana pun, supaya tidak menunjuk orang tertentu.',
  ],
  [
    'DTKS, P3KE, DTSEN',
    'Sumber data kemiskinan nasional: DTKS sampai 2025, P3KE 2022 sampai 2024, DTSEN mulai 2025 dengan satuan keluarga.',
  ],
  [
    'Edisi',
    'Versi daftar resmi. Kesalahan diperbaiki dengan SK perubahan, yang menjadi edisi baru; edisi lama tetap dapat dibaca.',
  ],
  [
    'IDM',
    'Indeks Desa Membangun, 0 sampai 1: rata-rata ketahanan sosial (IKS), ekonomi (IKE), dan lingkungan (IKL). Kelurahan tidak punya IDM.',
  ],
  [
    'Kapasitas',
    'Paling banyak berapa desa yang sanggup dipimpin satu OPD. Melebihi boleh, dengan alasan tertulis.',
  ],
  [
    'Kartu Desa',
    'Satu halaman tentang satu desa: data, alasan terpilih, pendamping, kegiatan, janji, dan hasil.',
  ],
  ['Kegiatan', 'Satu pekerjaan OPD di satu desa, dengan tanggal, baris bantuan, dan bukti.'],
  [
    'Komitmen',
    'Satu baris buku komitmen: siapa menanggung apa, di desa mana, sampai kapan, dan sudah sampai mana. Janji lahir dari kegiatan yang diverifikasi.',
  ],
  ['Lanjutan', 'Desa lokus tahun lalu yang belum tuntas dan diteruskan.'],
  ['Lokus', 'Daftar resmi desa dan kelurahan dampingan untuk satu tahun, ditetapkan dengan SK Bupati.'],
  [
    'OPD utama, OPD pendukung',
    'Perangkat daerah yang memimpin pendampingan satu desa, dan yang membantunya.',
  ],
  ['Penetapan', 'Saat draf daftar menjadi resmi. Sesudahnya daftar, hitungan, dan datanya beku.'],
  [
    'Potret bulanan',
    'Angka per jenis bantuan yang dibaca umum, dibuat sekali sebulan dan tidak berubah sampai bulan berikutnya.',
  ],
  ['Rapuh', 'Terpilih pada bobot yang dipakai, tetapi pada kurang dari separuh dari 21 bobot yang dicoba.'],
  [
    'Revisi',
    'Perbaikan kegiatan yang sudah diverifikasi. Yang lama tetap berlaku sampai revisinya diverifikasi.',
  ],
  [
    'Sanggahan',
    'Desa menyatakan laporan kegiatan tidak sesuai, dengan alasan. Menunggu jawaban koordinator atau revisi OPD.',
  ],
  [
    'Tuntas',
    'Bappeda memutuskan pendampingan satu desa selesai, untuk satu daftar. Desa yang dipilih lagi di daftar berikutnya mulai dari awal.',
  ],
  [
    'Verifikasi',
    'Koordinator memeriksa kegiatan yang diajukan. Hanya yang terverifikasi dihitung dalam jumlah.',
  ],
];

const help = (
  path: string,
  view: 'help/bantuan' | 'help/aksesibilitas' | 'help/metode',
  title: string,
  lead: string,
): AnyRow =>
  row({
    method: 'get',
    path,
    allow: 'public',
    handle: async () => page(view, { head: pageHead({ title, lead }) }, { title }),
  });

export const helpRows: AnyRow[] = [
  help(
    '/bantuan',
    'help/bantuan',
    'Bantuan',
    'Sepuluh menit pertama menurut peran, lalu pertanyaan yang sering muncul.',
  ),
  row({
    method: 'get',
    path: '/istilah',
    allow: 'public',
    handle: async () =>
      page(
        'help/istilah',
        {
          head: pageHead({
            title: 'Kamus istilah',
            lead: 'Satu kata untuk satu hal, di layar dan di unduhan.',
          }),
          terms,
        },
        { title: 'Kamus istilah' },
      ),
  }),
  help(
    '/aksesibilitas',
    'help/aksesibilitas',
    'Aksesibilitas',
    'Portal ini dibuat supaya dapat dipakai semua orang, juga dengan papan ketik, pembaca layar, dan ponsel kecil.',
  ),
  help(
    '/metode',
    'help/metode',
    'Cara menghitung prioritas',
    'Bagaimana desa diurutkan, dengan kata-kata untuk pengambil keputusan.',
  ),
];
