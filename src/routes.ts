import { accountRows } from './accounts/routes.js';
import { activityRows } from './activities/routes.js';
import { acuanRows } from './acuan/routes.js';
import { agencyRows } from './agencies/routes.js';
import { assignmentRows } from './assignments/routes.js';
import { ownAccountRows } from './auth/account-routes.js';
import { codeRows, factorRows } from './auth/factor-routes.js';
import { authRows } from './auth/routes.js';
import { cardRows } from './card/routes.js';
import { datasetRows } from './datasets/routes.js';
import { evaluationRows } from './evaluation/routes.js';
import { healthRows } from './health/routes.js';
import { helpRows } from './help/routes.js';
import { homeRows } from './home/routes.js';
import { lokusRows } from './lokus/routes.js';
import { matrixRows } from './matrix/routes.js';
import { monthSheetRows } from './monthsheet/uploads.js';
import { needRows } from './needs/routes.js';
import { prioritasRows } from './prioritas/routes.js';
import { publicRows } from './public/routes.js';
import { rakorRows } from './rakor/routes.js';
import { reviewRows } from './review/routes.js';
import { dayOffRows } from './rhythm/days-off.js';
import { rhythmRows } from './rhythm/routes.js';
import { settingRows } from './settings/routes.js';
import { spotRows } from './spotcheck/routes.js';
import { auditRows } from './trail/routes.js';
import { undertakingRows } from './undertakings/routes.js';
import { villageRows } from './villages/routes.js';
import type { AnyRow } from './web/route.js';

/** Every address of the portal. A test asks each of them as every role and as nobody. */
export const rows: AnyRow[] = [
  ...healthRows,
  ...publicRows,
  ...authRows,
  ...codeRows,
  ...ownAccountRows,
  ...factorRows,
  ...homeRows,
  ...datasetRows,
  ...prioritasRows,
  ...lokusRows,
  ...evaluationRows,
  ...assignmentRows,
  ...activityRows,
  ...reviewRows,
  ...undertakingRows,
  ...rakorRows,
  ...spotRows,
  ...rhythmRows,
  ...monthSheetRows,
  ...dayOffRows,
  ...needRows,
  ...matrixRows,
  ...accountRows,
  ...auditRows,
  ...agencyRows,
  ...acuanRows,
  ...settingRows,
  ...helpRows,
  ...villageRows,
  ...cardRows,
];
