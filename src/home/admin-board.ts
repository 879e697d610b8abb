import { accountPaths } from '../accounts/paths.js';
import { WINDOW_MINUTES } from '../auth/tries.js';
import type { Account, Agency, Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { inScope } from '../scope.js';
import { type Services, today } from '../web/services.js';
import { type Board, button, oldestInWords, stat, toned } from './board.js';
import { plainSection } from './tables.js';
import { SHOWN } from './waiting.js';

export async function adminBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const [locked, unused, orphans] = await waitingAccounts(app, actor, day);
  const part = (empty: string, state: string) => ({
    today: day,
    empty,
    allHref: `/pengguna?keadaan=${state}`,
  });
  return {
    actions: [button('Tambah pengguna', accountPaths.create, 'plus-lg', true)],
    stats: [
      toned('warn', stat(locked.total, 'akun terkunci', '#terkunci')),
      stat(unused.total, 'sandi sekali pakai belum diganti', '#sandi', oldestInWords(unused, day)),
      stat(orphans.total, 'akun OPD yang sudah bergabung', '#bergabung', oldestInWords(orphans, day)),
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
  const lockedFrom = (until: Date) => new Date(until.getTime() - WINDOW_MINUTES * 60_000);
  return Promise.all([
    accounts(app, actor, {
      kind: { lockedUntil: { gt: app.clock.now() } },
      order: { lockedUntil: 'asc' },
      since: (one) => one.lockedUntil && lockedFrom(one.lockedUntil),
    }),
    accounts(app, actor, {
      kind: { mustChangePassword: true },
      order: { createdAt: 'asc' },
      since: (one) => one.createdAt,
    }),
    accounts(app, actor, {
      kind: { agency: { validTo: { lt: day } } },
      order: { agency: { validTo: 'asc' } },
      since: (one) => one.agency?.validTo,
    }),
  ]);
}

interface Asked {
  kind: Prisma.AccountWhereInput;
  order: Prisma.AccountOrderByWithRelationInput;
  /** Since when each waits. */
  since: (one: Account & { agency: Agency | null }) => Date | null | undefined;
}

/** Active accounts of a kind, the longest waiting first. */
async function accounts(app: Services, actor: Actor, { kind, order, since }: Asked) {
  const where = { ...(await inScope({ db: app.db, actor }, 'account.manage')), disabledAt: null, ...kind };
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
