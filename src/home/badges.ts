import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import type { Badges } from '../web/navigation.js';
import type { Clock } from '../web/services.js';

/** How many things wait for this person, by the address of the navigation's word. Nothing else is counted there. */
export async function badges(_db: Reader, _clock: Clock, _actor: Actor): Promise<Badges> {
  return {};
}
