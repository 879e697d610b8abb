import { moment } from '../core/format.js';
import { type Actor, roleLabels } from '../policy.js';
import { type PageHead, pageHead } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { SESSION_HOURS } from '../web/session.js';
import type { Device } from './devices.js';

declare module '../web/render.js' {
  interface Views {
    'auth/akun': OwnPage;
  }
}

interface OwnPage {
  head: PageHead;
  facts: { label: string; value: string }[];
  devices: { words: string; own: boolean; when: string; href: string }[];
  /** Signs out everywhere else; '' where there is nowhere else. */
  othersHref: string;
  ends: string;
  secondStep: { text: string; label: string };
}

/** What one may see and end of one's own account. */
export function ownAccountPage(
  actor: Actor,
  devices: Device[],
  { idleMinutes, hasSecondStep }: { idleMinutes: number; hasSecondStep: boolean },
): Reply {
  const model: OwnPage = {
    head: pageHead({ title: 'Akun dan perangkat', subtitle: actor.name }),
    facts: [
      { label: 'Nama pengguna', value: actor.username },
      { label: 'Peran', value: roleLabels[actor.role] },
      { label: 'Tempat', value: actor.place },
    ],
    devices: devices.map((device) => ({
      words: device.words,
      own: device.own,
      when: `Masuk ${moment(device.since)}${device.own ? '' : `, terakhir dipakai ${moment(device.lastSeen)}`}`,
      href: `/akun/perangkat/${device.mark}/keluarkan`,
    })),
    othersHref: devices.some((device) => !device.own) ? '/akun/perangkat/keluarkan-lain' : '',
    secondStep: hasSecondStep
      ? { text: 'Sesudah kata sandi, portal meminta kode dari ponsel Anda.', label: 'Atur langkah kedua' }
      : { text: 'Belum terpasang: kata sandi saja cukup untuk masuk.', label: 'Pasang langkah kedua' },
    ends: `Perangkat keluar sendiri ${SESSION_HOURS} jam sesudah masuk, atau sesudah ${idleMinutes} menit tidak dipakai.`,
  };
  return page('auth/akun', model, { title: 'Akun dan perangkat' });
}
