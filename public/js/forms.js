/** A refused form starts at its list of errors. */
export function focusErrors(root) {
  root.querySelector('[data-error-summary]')?.focus();
}

/** The names of chosen files stand beside the button; what the browser says of them, in its language, is hidden. */
export function tellChosen(root) {
  for (const words of root.querySelectorAll('[data-chosen]')) {
    const input = words.closest('.file').querySelector('input');
    const tell = () => {
      const names = [...input.files].map(({ name }) => name);
      const several = names.length > 1 ? `${names.length} berkas: ` : '';
      words.textContent = names.length > 0 ? several + names.join(', ') : 'belum ada yang dipilih';
    };
    input.addEventListener('change', tell);
    window.addEventListener('pageshow', tell);
    tell();
  }
}

/** The button inside a password box shows what is typed. */
export function showPassword(root) {
  for (const button of root.querySelectorAll('[data-show-password]')) {
    const input = root.getElementById(button.getAttribute('aria-controls'));
    button.addEventListener('click', () => {
      const shown = input.type === 'password';
      input.type = shown ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(shown));
      button.querySelector('span').textContent = shown ? 'Sembunyikan' : 'Tampilkan';
    });
  }
}

/** Says on a button that it was pressed. Its own name and value still have to be sent, so it is only marked. */
function say(button, words) {
  button.setAttribute('aria-disabled', 'true');
  button.dataset.words = button.innerHTML;
  button.textContent = words;
}

function sayNoMore(button) {
  button.removeAttribute('aria-disabled');
  button.innerHTML = button.dataset.words;
  delete button.dataset.words;
}

/** A pressed submit button says so and cannot be pressed twice, whether its form stores something or only asks. */
export function disablePressed(root) {
  root.addEventListener('submit', (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!button) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'ya';
    say(button, button.dataset.waiting || (form.method === 'post' ? 'Menyimpan…' : 'Memuat…'));
  });
  // A page that comes back from the browser's memory can be sent again.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of root.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
    for (const button of root.querySelectorAll('[data-words]')) sayNoMore(button);
  });
}

/**
 * A link that downloads says so until its file begins to come. No script is told when that is: the answer takes away a
 * cookie that was set for it, which else ends after a minute.
 */
export function tellDownloads(root) {
  const secure = window.location.protocol === 'https:' ? '; secure' : '';
  for (const link of root.querySelectorAll('a[download]')) {
    link.addEventListener('click', (event) => {
      if (link.dataset.words) {
        event.preventDefault();
        return;
      }
      // biome-ignore lint/suspicious/noDocumentCookie: the newer store of cookies is not in every browser.
      document.cookie = `unduh=menunggu; path=/; max-age=60; samesite=lax${secure}`;
      say(link, 'Menyiapkan…');
      const look = setInterval(() => {
        if (/(^|; )unduh=/.test(document.cookie)) return;
        clearInterval(look);
        sayNoMore(link);
      }, 200);
    });
  }
}

/**
 * `<div data-repeat>` holds rows, a `<template>` for another and a button `data-repeat-add`; `{n}` in the template
 * becomes the number of the row. A button `data-repeat-remove` inside a row takes it away.
 */
export function repeatRows(root) {
  for (const list of root.querySelectorAll('[data-repeat]')) {
    const template = list.querySelector('template');
    const add = list.querySelector('[data-repeat-add]');
    let next = list.querySelectorAll('.repeat-row').length;
    add.addEventListener('click', () => {
      const holder = document.createElement('div');
      holder.innerHTML = template.innerHTML.replaceAll('{n}', String(next));
      next += 1;
      const row = holder.firstElementChild;
      template.before(row);
      row.querySelector('input, select, textarea')?.focus();
      list.dispatchEvent(new Event('input', { bubbles: true }));
    });
    list.addEventListener('click', (event) => {
      const remove = event.target.closest('[data-repeat-remove]');
      if (!remove) return;
      remove.closest('.repeat-row').remove();
      add.focus();
    });
  }
}
