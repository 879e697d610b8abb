import type { ResponseKind, ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import type { Status } from './components.js';

/** How far the work is, as icon and word. */
export const workStatusView: Record<WorkStatus, Status> = {
  RENCANA: { icon: 'circle', label: 'Rencana', tone: '' },
  BERJALAN: { icon: 'circle-half', label: 'Berjalan', tone: '' },
  SELESAI: { icon: 'check-circle', label: 'Selesai', tone: '' },
  BATAL: { icon: 'slash-circle', label: 'Batal', tone: 'quiet' },
};

/** How far the paper is. */
export const reviewStatusView: Record<ReviewStatus, Status> = {
  DRAF: { icon: 'pencil', label: 'Draf', tone: '' },
  DIAJUKAN: { icon: 'hourglass-split', label: 'Diajukan', tone: '' },
  DIKEMBALIKAN: { icon: 'arrow-return-left', label: 'Dikembalikan', tone: 'warn' },
  DIVERIFIKASI: { icon: 'check-circle-fill', label: 'Diverifikasi', tone: 'good' },
};

/** What the village said. */
export const responseStatus: Record<ResponseKind, Status> = {
  KONFIRMASI: { icon: 'house-check', label: 'Dikonfirmasi desa', tone: 'good' },
  SANGGAHAN: { icon: 'flag-fill', label: 'Disanggah desa', tone: 'stop' },
};

/** What the village said, and whether a dispute still waits. */
export function responseView(response: ResponseKind | null, answered: boolean): Status | null {
  if (!response) return null;
  const status = responseStatus[response];
  return response === 'SANGGAHAN' && answered
    ? { ...status, label: 'Disanggah, sudah dijawab', tone: '' }
    : status;
}
