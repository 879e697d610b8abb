import { LOCK_MINUTES } from '../auth/sign-in.js';
import type { Account, Agency, Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import { type Services, today } from '../web/services.js';
import { type Board, oldest, stat } from './boards.js';
import { SHOWN } from './queries.js';
import { plainSection } from './tables.js';

export async function adminBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [locked, unused, orphans] = await waitingAccounts(app, actor, day);
  const part = (empty: string, state: string) => ({
    today: day,
    empty,
    allHref: `/pengguna?keadaan=${state}`,
  });
  return {
    stats: [
      stat(locked.total, 'akun terkunci', '#terkunci', '', 'warn'),
      stat(unused.total, 'sandi sekali pakai belum diganti', '#sandi', oldest(unused, day)),
      stat(orphans.total, 'akun OPD yang sudah bergabung', '#bergabung', oldest(orphans, day)),
    ],
    sections: [
      plainSection('terkunci', 'Akun terkunci', locked, part('Tidak ada akun yang terkunci.', 'terkunci')),
      plainSection(
        'sandi',
        'Sandi sekali pakai belum diganti',
        unused,
        part('Semua sudah memilih sandi sendiri.', 'sandi'),
      ),
      plainSection(
        'bergabung',
        'Akun OPD yang sudah bergabung',
        orphans,
        part('Semua OPD petugas masih berlaku.', 'bergabung'),
      ),
    ],
  };
}

/** Accounts that are locked, still have their one-time password, or belong to an OPD that is no more. */
function waitingAccounts(app: Services, actor: Actor, day: Date) {
  const lockedFrom = (until: Date) => new Date(until.getTime() - LOCK_MINUTES * 60_000);
  return Promise.all([
    accounts(
      app,
      actor,
      { lockedUntil: { gt: app.clock.now() } },
      { lockedUntil: 'asc' },
      (one) => one.lockedUntil && lockedFrom(one.lockedUntil),
    ),
    accounts(app, actor, { mustChangePassword: true }, { createdAt: 'asc' }, (one) => one.createdAt),
    accounts(
      app,
      actor,
      { agency: { validTo: { lt: day } } },
      { agency: { validTo: 'asc' } },
      (one) => one.agency?.validTo,
    ),
  ]);
}

/** Active accounts of a kind, the longest waiting first; `since` says since when each waits. */
async function accounts(
  app: Services,
  actor: Actor,
  kind: Prisma.AccountWhereInput,
  order: Prisma.AccountOrderByWithRelationInput,
  since: (one: Account & { agency: Agency | null }) => Date | null | undefined,
) {
  const where = { ...ofRegion(actor), disabledAt: null, ...kind };
  const [found, total] = await Promise.all([
    app.db.account.findMany({
      where,
      orderBy: [order, { id: 'asc' }],
      take: SHOWN,
      include: { agency: true },
    }),
    app.db.account.count({ where }),
  ]);
  const rows = found.map((one) => ({
    text: one.name,
    href: `/pengguna/${one.id}`,
    sub: one.username,
    since: since(one) ?? one.createdAt,
    action: 'Buka',
  }));
  return { rows, total };
}
