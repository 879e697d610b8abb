import type { Role } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';

interface Entry {
  href: string;
  label: string;
  icon: string;
}

const home: Entry = { href: '/beranda', label: 'Beranda', icon: 'house' };
const data: Entry = { href: '/data', label: 'Data', icon: 'file-earmark' };
const prioritas: Entry = { href: '/prioritas', label: 'Prioritas', icon: 'bar-chart' };
const lokus: Entry = { href: '/lokus', label: 'Lokus', icon: 'list' };
const kegiatan: Entry = { href: '/kegiatan', label: 'Kegiatan', icon: 'clipboard-check' };
const desa: Entry = { href: '/desa', label: 'Desa', icon: 'geo-alt' };
const penugasan: Entry = { href: '/penugasan', label: 'Penugasan', icon: 'people' };
const opd: Entry = { href: '/opd', label: 'OPD', icon: 'people' };
const catat: Entry = { href: '/kegiatan/baru', label: 'Catat', icon: 'plus-square' };
const desaKami: Entry = { href: '/desa?opd=saya', label: 'Desa kami', icon: 'geo-alt' };
const desaSaya: Entry = { href: '/desa/saya', label: 'Desa saya', icon: 'geo-alt' };
const pengguna: Entry = { href: '/pengguna', label: 'Pengguna', icon: 'person' };
const acuan: Entry = { href: '/acuan', label: 'Data acuan', icon: 'journal-text' };
const audit: Entry = { href: '/audit', label: 'Audit', icon: 'clock' };
const menu: Entry = { href: '/menu', label: 'Menu', icon: 'menu' };

const headers: Record<Role, Entry[]> = {
  BAPPEDA: [home, data, prioritas, lokus, kegiatan, desa],
  KOORDINATOR: [home, penugasan, kegiatan, lokus, desa, opd],
  OPD: [home, kegiatan, desaKami, lokus],
  DESA: [home, desaSaya, kegiatan],
  ADMIN: [home, pengguna, acuan, audit],
};

const tabBars: Record<Role, Entry[]> = {
  BAPPEDA: [home, data, prioritas, lokus, menu],
  KOORDINATOR: [home, penugasan, kegiatan, lokus, menu],
  OPD: [home, desaKami, catat, kegiatan, menu],
  DESA: [home, desaSaya, kegiatan, menu],
  ADMIN: [home, pengguna, acuan, audit, menu],
};

/** What each role finds behind Menu besides the words of its header. */
const more: Record<Role, Entry[]> = {
  BAPPEDA: [opd, { href: '/rekap', label: 'Rekap untuk rakor', icon: 'bar-chart' }, penugasan],
  KOORDINATOR: [{ href: '/rekap', label: 'Rekap untuk rakor', icon: 'bar-chart' }, data, prioritas],
  OPD: [opd, { href: '/rekap', label: 'Rekap untuk rakor', icon: 'bar-chart' }, prioritas, data, penugasan],
  DESA: [lokus, opd],
  ADMIN: [{ href: '/kesehatan', label: 'Kesehatan sistem', icon: 'info-circle' }, desa, opd],
};

const publicHeader: Entry[] = [
  { href: '/#kemajuan', label: 'Kemajuan', icon: 'bar-chart' },
  { href: '/#cara-kerja', label: 'Cara kerja', icon: 'info-circle' },
  { href: '/kecamatan', label: 'Data terbuka', icon: 'download' },
];

export interface NavItem {
  href: string;
  label: string;
  icon: string;
  count: number | null;
  /** The list of what is counted, oldest first; '' without a count. */
  countHref: string;
  current: boolean;
}

/** How many things wait for this person and where they stand, by the address of the navigation's word. */
export type Badges = Record<string, { count: number; href: string }>;

/** The words of the header, the phone's tab bar and the menu page for a person. */
export function navigation(actor: Actor | null, section: string, badges: Badges) {
  const items = (entries: Entry[]): NavItem[] =>
    entries.map((entry) => ({
      ...entry,
      count: badges[entry.href]?.count || null,
      countHref: badges[entry.href]?.href ?? '',
      current: entry.href.split(/[?#]/)[0] === section && section !== '',
    }));
  if (!actor) return { nav: items(publicHeader), tabs: [], menu: [] };
  const header = headers[actor.role];
  return {
    nav: items(header),
    tabs: items(tabBars[actor.role]),
    menu: items([...header, ...more[actor.role]]),
  };
}
