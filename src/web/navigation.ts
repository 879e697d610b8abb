import type { Role } from '../generated/prisma/enums.js';
import { type Action, type Actor, mayEver } from '../policy.js';
import { totalInBadge } from './list-rows.js';

interface Entry {
  href: string;
  label: string;
  icon: string;
}

const home: Entry = { href: '/beranda', label: 'Beranda', icon: 'house' };
const lokus: Entry = { href: '/lokus', label: 'Lokus', icon: 'list' };
const kegiatan: Entry = { href: '/kegiatan', label: 'Kegiatan', icon: 'clipboard-check' };
const desa: Entry = { href: '/desa', label: 'Desa', icon: 'geo-alt' };
const penugasan: Entry = { href: '/penugasan', label: 'Penugasan', icon: 'people' };
const periksa: Entry = { href: '/periksa', label: 'Periksa', icon: 'check-circle' };
const opd: Entry = { href: '/opd', label: 'OPD', icon: 'people' };
const pengguna: Entry = { href: '/pengguna', label: 'Pengguna', icon: 'person' };
const acuan: Entry = { href: '/acuan', label: 'Data acuan', icon: 'journal-text' };
const audit: Entry = { href: '/audit', label: 'Audit', icon: 'clock' };
const catat: Entry = { href: '/kegiatan/baru', label: 'Catat', icon: 'plus-square' };
const desaKami: Entry = { href: '/desa?opd=saya', label: 'Desa kami', icon: 'geo-alt' };
const desaSaya: Entry = { href: '/desa/saya', label: 'Desa saya', icon: 'geo-alt' };
const laporan: Entry = { href: '/laporan', label: 'Laporan', icon: 'calendar3' };
const matriks: Entry = { href: '/matriks', label: 'Matriks', icon: 'funnel' };
const menu: Entry = { href: '/menu', label: 'Menu', icon: 'menu' };

/** The pages of the portal in their usual order, each with the action that opens it. */
const pages: (Entry & { allow: Action })[] = [
  { href: '/data', label: 'Data', icon: 'file-earmark', allow: 'dataset.list' },
  { href: '/prioritas', label: 'Prioritas', icon: 'bar-chart', allow: 'ranking.read' },
  { ...lokus, allow: 'lokus.list' },
  { ...periksa, allow: 'review.list' },
  { ...kegiatan, allow: 'activity.list' },
  { ...desa, allow: 'village.list' },
  { ...matriks, allow: 'need.list' },
  { href: '/kebutuhan', label: 'Kebutuhan', icon: 'clipboard-check', allow: 'need.list' },
  { href: '/komitmen', label: 'Komitmen', icon: 'people', allow: 'undertaking.list' },
  { ...opd, allow: 'agency.list' },
  { ...laporan, allow: 'rhythm.list' },
  { href: '/rakor', label: 'Rakor', icon: 'people', allow: 'rakor.read' },
  { href: '/rekap', label: 'Rekap untuk rakor', icon: 'bar-chart', allow: 'recap.read' },
  { ...penugasan, allow: 'assignment.list' },
  { href: '/uji-petik', label: 'Uji petik', icon: 'eye', allow: 'spotcheck.list' },
  { ...pengguna, allow: 'account.manage' },
  { ...acuan, allow: 'agency.edit' },
  { ...audit, allow: 'audit.read' },
  { href: '/kesehatan', label: 'Kesehatan sistem', icon: 'info-circle', allow: 'system.read' },
];

/** Where a role's header is not the first of the pages that it may open. */
const headers: Partial<Record<Role, Entry[]>> = {
  KOORDINATOR: [home, penugasan, periksa, matriks, lokus, desa],
  OPD: [home, kegiatan, laporan, desaKami, matriks],
  DESA: [home, desaSaya, kegiatan],
  ADMIN: [home, pengguna, acuan, audit],
};
const IN_HEADER = 5;

/** Where a role's tab bar on a phone is not the beginning of its header. */
const tabBars: Partial<Record<Role, Entry[]>> = { OPD: [home, laporan, catat, kegiatan] };
const IN_TAB_BAR = 4;

const publicHeader: Entry[] = [
  { href: '/#kemajuan', label: 'Kemajuan', icon: 'bar-chart' },
  { href: '/#cara-kerja', label: 'Cara kerja', icon: 'info-circle' },
  { href: '/kecamatan', label: 'Data terbuka', icon: 'download' },
];

export interface NavItem {
  href: string;
  label: string;
  icon: string;
  /** How many things wait, in a badge; '' for none. */
  count: string;
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
      count: badges[entry.href]?.count ? totalInBadge(badges[entry.href]?.count ?? 0) : '',
      countHref: badges[entry.href]?.href ?? '',
      current: pathOf(entry.href) === section && section !== '',
    }));
  if (!actor) return { nav: items(publicHeader), tabs: [], menu: [] };
  const open = pages.filter(({ allow }) => mayEver(actor, allow));
  const header = headers[actor.role] ?? [home, ...open.slice(0, IN_HEADER)];
  const tabs = tabBars[actor.role] ?? header.slice(0, IN_TAB_BAR);
  const inHeader = new Set(header.map(({ href }) => pathOf(href)));
  return {
    nav: items(header),
    tabs: items([...tabs, menu]),
    menu: items([...header, ...open.filter(({ href }) => !inHeader.has(href))]),
  };
}

const pathOf = (href: string) => href.split(/[?#]/)[0] as string;
