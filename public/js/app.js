// Everything here makes pages that already work a little quicker to use.
import {
  chooseDate,
  followDay,
  followRange,
  followUnit,
  selectAll,
  tickGroups,
  warnCapacity,
  warnRefusedDay,
} from './choices.js';
import { keepDraft } from './draft.js';
import { disablePressed, focusErrors, repeatRows, showPassword, tellChosen, tellDownloads } from './forms.js';
import { closeMenus, copyLink, foldFilters, printPage, showCurrentTab } from './page.js';
import { shrinkPhotos } from './photos.js';

document.documentElement.classList.add('js');
for (const enhance of [
  foldFilters,
  showCurrentTab,
  focusErrors,
  showPassword,
  tellChosen,
  disablePressed,
  tellDownloads,
  repeatRows,
  keepDraft,
  shrinkPhotos,
  warnCapacity,
  selectAll,
  tickGroups,
  followUnit,
  followRange,
  chooseDate,
  followDay,
  warnRefusedDay,
  copyLink,
  printPage,
  closeMenus,
]) {
  enhance(document);
}
