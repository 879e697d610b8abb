import { z } from 'zod';
import { date, dayName } from '../core/format.js';
import { NewsTopic } from '../generated/prisma/enums.js';
import { type Actor, mayEver } from '../policy.js';
import { monthReports } from '../rhythm/lists.js';
import { MonthTyped, monthRead } from '../rhythm/months.js';
import { type PageHead, pageHead, type Stat } from '../web/components.js';
import { rowId } from '../web/form.js';
import { tabbedRow } from '../web/list-row.js';
import { type NavItem, navigation } from '../web/navigation.js';
import { page, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { boards } from './boards.js';
import { type NewsView, newsView } from './news.js';
import { closeAllNews, closeNews } from './news-close.js';
import { remindRows } from './remind.js';
import type { MonthStanding } from './rhythm.js';
import type { Section } from './tables.js';
import { tasksPage } from './tasks.js';

declare module '../web/render.js' {
  interface Views {
    'home/beranda': {
      head: PageHead;
      stats: Stat[];
      news: NewsView;
      sections: Section[];
      rhythm: MonthStanding | null;
    };
    'home/menu': { head: PageHead; items: NavItem[] };
  }
}

const reports = tabbedRow(monthReports);

export const homeRows: AnyRow[] = [
  ...remindRows,
  row({
    method: 'get',
    path: '/beranda',
    allow: 'home.read',
    handle: async ({ app, actor }) => {
      const [{ lead = '', actions, rhythm = null, ...board }, news] = await Promise.all([
        boards[actor.role](app, actor),
        newsView(app, actor),
      ]);
      const day = today(app.clock);
      const head = pageHead({
        title: 'Yang menunggu Anda',
        subtitle: `${dayName(day)}, ${date(day)}`,
        lead,
        actions,
      });
      return page(
        'home/beranda',
        { head, news, ...board, rhythm },
        { title: 'Beranda', section: '/beranda' },
      );
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
  {
    ...reports,
    handle: async (request) => {
      const { app, actor, url } = request as { app: Services; actor: Actor; url: URL };
      const bulan = MonthTyped.parse(url.searchParams.get('bulan'));
      const own = mayEver(actor, 'rhythm.nil') && !url.searchParams.has('bagian');
      return own ? tasksPage(app, actor, bulan === '' ? null : monthRead(bulan)) : reports.handle(request);
    },
  },
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
