import { listRow } from '../web/list-row.js';
import type { AnyRow } from '../web/route.js';
import { villageList } from './lists.js';

export const villageRows: AnyRow[] = [listRow(villageList)];
