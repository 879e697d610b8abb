/** What the sample's activities tell; places and people stay general on purpose. */
export interface Story {
  category: string;
  title: string;
  text: string;
  /** Usual quantity of one visit. */
  quantity: [low: number, high: number];
  /** Rupiah per unit; 0 for visits without money. */
  price: number;
  /** Jiwa reached per unit. */
  reach: number;
  funding: string[];
}

export const stories: Story[] = [
  {
    category: 'RTLH',
    title: 'Bedah rumah tidak layak huni',
    text: 'Pembongkaran atap dan dinding lama, lalu pemasangan lantai dan atap baru bersama warga.',
    quantity: [2, 8],
    price: 15_000_000,
    reach: 4,
    funding: ['APBD-KAB', 'APBD-PROV', 'BAZNAS', 'CSR'],
  },
  {
    category: 'JMB',
    title: 'Pembangunan jamban sehat',
    text: 'Jamban sehat dan tangki resapan dibangun di rumah warga yang belum punya.',
    quantity: [4, 24],
    price: 2_300_000,
    reach: 4,
    funding: ['APBD-KAB', 'APBDES', 'DAK'],
  },
  {
    category: 'AIR',
    title: 'Sambungan pipa air bersih',
    text: 'Pemasangan pipa dari bak penampung ke rumah warga, galian dikerjakan gotong royong.',
    quantity: [10, 62],
    price: 2_400_000,
    reach: 4,
    funding: ['DAK', 'APBDES', 'APBN'],
  },
  {
    category: 'LIS',
    title: 'Pemasangan listrik rumah',
    text: 'Sambungan listrik baru untuk rumah yang selama ini menumpang.',
    quantity: [3, 20],
    price: 1_200_000,
    reach: 4,
    funding: ['APBD-PROV', 'BUMN'],
  },
  {
    category: 'ATS',
    title: 'Pengembalian anak ke sekolah',
    text: 'Kunjungan ke rumah, pendaftaran kejar paket, dan bantuan perlengkapan sekolah.',
    quantity: [2, 12],
    price: 850_000,
    reach: 1,
    funding: ['APBD-KAB', 'BAZNAS'],
  },
  {
    category: 'STN',
    title: 'Kelas ibu balita dan penimbangan',
    text: 'Kelas ibu balita, penimbangan, dan pembagian makanan tambahan di balai desa.',
    quantity: [18, 60],
    price: 120_000,
    reach: 1,
    funding: ['BLUD', 'APBD-KAB', 'DAK'],
  },
  {
    category: 'JKN',
    title: 'Pendaftaran jaminan kesehatan',
    text: 'Pengecekan kepesertaan dan pendaftaran peserta yang belum tercakup.',
    quantity: [20, 90],
    price: 0,
    reach: 1,
    funding: ['APBD-KAB'],
  },
  {
    category: 'BSO',
    title: 'Penyaluran bantuan pangan',
    text: 'Penyaluran paket pangan di balai desa, dibantu pendamping.',
    quantity: [25, 110],
    price: 250_000,
    reach: 3,
    funding: ['UPZ', 'BAZNAS', 'APBD-KAB'],
  },
  {
    category: 'DIS',
    title: 'Alat bantu dan kunjungan lansia',
    text: 'Penyerahan alat bantu dan pemeriksaan kesehatan warga lanjut usia.',
    quantity: [5, 25],
    price: 700_000,
    reach: 1,
    funding: ['APBD-PROV', 'CSR'],
  },
  {
    category: 'ADM',
    title: 'Layanan adminduk di desa',
    text: 'Perekaman dan penerbitan dokumen kependudukan di balai desa.',
    quantity: [20, 140],
    price: 0,
    reach: 1,
    funding: ['APBD-KAB'],
  },
  {
    category: 'UMK',
    title: 'Pelatihan dan alat usaha rumahan',
    text: 'Pelatihan pengemasan dan penyerahan alat usaha bagi pelaku usaha rumahan.',
    quantity: [10, 25],
    price: 950_000,
    reach: 3,
    funding: ['CSR', 'APBD-KAB', 'BUMN'],
  },
  {
    category: 'PLT',
    title: 'Pelatihan menjahit dan las',
    text: 'Pelatihan tiga hari bagi warga usia kerja, dilanjutkan magang.',
    quantity: [10, 24],
    price: 900_000,
    reach: 1,
    funding: ['APBD-KAB', 'APBN'],
  },
  {
    category: 'TNK',
    title: 'Bantuan bibit dan pendampingan kelompok',
    text: 'Penyerahan bibit dan pendampingan kelompok tani serta kelompok ikan.',
    quantity: [1, 4],
    price: 4_200_000,
    reach: 12,
    funding: ['APBD-KAB', 'APBDES'],
  },
  {
    category: 'INF',
    title: 'Perbaikan drainase dan jalan lingkungan',
    text: 'Pengerjaan drainase dan rabat jalan lingkungan di titik yang sering tergenang.',
    quantity: [1, 5],
    price: 18_000_000,
    reach: 60,
    funding: ['APBDES', 'APBD-KAB'],
  },
  {
    category: 'PDP',
    title: 'Rembug desa dan pemutakhiran data',
    text: 'Rembug desa menyepakati kebutuhan dan memeriksa data warga miskin bersama.',
    quantity: [1, 1],
    price: 0,
    reach: 30,
    funding: ['SWADAYA'],
  },
];

export const returnNotes = [
  'Jumlah terealisasi belum sama dengan yang tertulis di keterangan. Mohon disamakan.',
  'Sumber dana belum diisi. Lengkapi supaya dapat direkap.',
  'Foto belum ada. Tambahkan satu foto hasil kegiatan.',
];

export const disputeReasons = [
  'Jumlah yang diterima warga lebih sedikit dari yang dilaporkan.',
  'Tanggal kegiatan tidak sama dengan catatan desa.',
];

export const obstacles = [
  'Hujan menunda pekerjaan dua hari.',
  'Sebagian bahan datang terlambat.',
  'Jalan masuk dusun sedang diperbaiki.',
];
export const nextSteps = [
  'Kunjungan lanjutan bulan depan.',
  'Sisa unit dikerjakan setelah bahan datang.',
  'Pemeriksaan hasil bersama pemerintah desa.',
];

export const promises: {
  party: 'PEMDES' | 'WARGA' | 'BAZNAS' | 'PERUSAHAAN' | 'LKD' | 'OPD';
  name: string | null;
  what: string;
  unit: string;
  quantity: [number, number];
}[] = [
  { party: 'PEMDES', name: null, what: 'Menyediakan lahan', unit: 'bidang', quantity: [1, 2] },
  { party: 'WARGA', name: null, what: 'Hari kerja gotong royong', unit: 'hari kerja', quantity: [40, 160] },
  {
    party: 'BAZNAS',
    name: 'Baznas Kabupaten',
    what: 'Bedah rumah tambahan',
    unit: 'unit rumah',
    quantity: [1, 4],
  },
  { party: 'PERUSAHAAN', name: 'Mitra TJSLP', what: 'Alat usaha', unit: 'paket', quantity: [5, 20] },
  { party: 'LKD', name: null, what: 'Mendata ulang warga sasaran', unit: 'RT', quantity: [3, 12] },
  { party: 'OPD', name: null, what: 'Kunjungan petugas tiap bulan', unit: 'kunjungan', quantity: [6, 12] },
];
