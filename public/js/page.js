/** On a wide screen the filter bar is open in every browser; on a phone it stays as the server said. */
export function foldFilters(root) {
  if (!window.matchMedia('(min-width: 720px)').matches) return;
  for (const filter of root.querySelectorAll('details[data-filter]')) filter.open = true;
}

/** Tabs that do not fit beside each other are scrolled to the current one. */
export function showCurrentTab(root) {
  for (const tabs of root.querySelectorAll('.tabs')) {
    const current = tabs.querySelector('[aria-current]');
    if (current)
      tabs.scrollLeft = current.offsetLeft + current.offsetWidth - tabs.offsetLeft - tabs.clientWidth;
  }
}

/** A button that copies `data-copy`, or the address of this page. */
export function copyLink(root) {
  for (const button of root.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy || window.location.href);
      const words = button.querySelector('span') ?? button;
      words.textContent = 'Sudah disalin';
      words.setAttribute('role', 'status');
    });
  }
}

/** A link that prints what is shown; one with another address opens the page that holds every row, which prints itself. */
export function printPage(root) {
  for (const link of root.querySelectorAll('[data-print]')) {
    const href = link.getAttribute('href') ?? '';
    if (href !== '' && !href.startsWith('#')) continue;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      window.print();
    });
  }
  if (new URLSearchParams(window.location.search).has('cetak')) window.print();
}

/** Escape and a press elsewhere close the account menu. */
export function closeMenus(root) {
  const menu = root.querySelector('details.account');
  if (!menu) return;
  root.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}
