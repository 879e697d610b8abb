import { z } from 'zod';
import { date, dayName } from '../core/format.js';
import { NewsTopic, type Role } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { undertakingPaths } from '../undertakings/paths.js';
import { type Button, type PageHead, pageHead, type Stat } from '../web/components.js';
import { rowId } from '../web/form.js';
import { type NavItem, navigation } from '../web/navigation.js';
import { page, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { adminBoard } from './admin-board.js';
import { type Board, bappedaBoard, coordinatorBoard, officerBoard, villageBoard } from './boards.js';
import { closeAllNews, closeNews, type NewsView, newsView } from './news.js';
import type { Section } from './tables.js';

declare module '../web/render.js' {
  interface Views {
    'home/beranda': { head: PageHead; stats: Stat[]; news: NewsView; sections: Section[] };
    'home/menu': { head: PageHead; items: NavItem[] };
  }
}

const boards: Record<Role, (app: Services, actor: Actor) => Promise<Board>> = {
  BAPPEDA: bappedaBoard,
  KOORDINATOR: coordinatorBoard,
  OPD: officerBoard,
  DESA: villageBoard,
  ADMIN: adminBoard,
};

const promises: Button = { label: 'Janji', href: undertakingPaths.list, icon: 'people', primary: false };

/** The one thing each role does most, and where else its work stands. */
const firstAction: Record<Role, Button[]> = {
  BAPPEDA: [{ label: 'Hitung prioritas', href: '/prioritas/baru', icon: 'bar-chart', primary: true }],
  KOORDINATOR: [{ label: 'Rekap untuk rakor', href: '/rekap', icon: 'bar-chart', primary: false }, promises],
  OPD: [{ label: 'Catat kegiatan', href: '/kegiatan/baru', icon: 'plus-lg', primary: true }, promises],
  DESA: [{ label: 'Desa saya', href: '/desa/saya', icon: 'geo-alt', primary: false }, promises],
  ADMIN: [{ label: 'Tambah pengguna', href: '/pengguna/baru', icon: 'plus-lg', primary: true }],
};

export const homeRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/beranda',
    allow: 'home.read',
    handle: async ({ app, actor }) => {
      const { lead = '', ...board } = await boards[actor.role](app, actor);
      const day = today(app.clock);
      const head = pageHead({
        title: 'Yang menunggu Anda',
        subtitle: `${dayName(day)}, ${date(day)}`,
        lead,
        actions: firstAction[actor.role],
      });
      const news = await newsView(app, actor);
      return page('home/beranda', { head, news, ...board }, { title: 'Beranda', section: '/beranda' });
    },
  }),
  row({
    method: 'post',
    path: '/beranda/kabar/tutup',
    allow: 'home.read',
    body: z.object({ tentang: z.enum(NewsTopic), nomor: rowId, perubahan: rowId }),
    handle: async ({ app, actor, body }) => {
      const { tentang: topic, nomor: id, perubahan: entryId } = body;
      await closeNews(app.database, actor, { topic, id, entryId });
      return redirect('/beranda');
    },
  }),
  row({
    method: 'post',
    path: '/beranda/kabar/tutup-semua',
    allow: 'home.read',
    body: z.object({ sampai: rowId }),
    handle: async ({ app, actor, body }) => {
      await closeAllNews(app.database, actor, body.sampai);
      return redirect('/beranda');
    },
  }),
  row({
    method: 'get',
    path: '/menu',
    allow: 'home.read',
    handle: async ({ app, actor }) => {
      const items = navigation(actor, '', await app.badges(actor)).menu;
      return page(
        'home/menu',
        { head: pageHead({ title: 'Menu' }), items },
        { title: 'Menu', section: '/menu' },
      );
    },
  }),
];
