/** A refused form starts at its list of errors. */
export function focusErrors(root) {
  root.querySelector('[data-error-summary]')?.focus();
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

/** A pressed submit button says so and cannot be pressed twice. */
export function disablePressed(root) {
  root.addEventListener('submit', (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.method !== 'post' || !button) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'ya';
    // The button's own name and value still have to be sent, so it is only marked, not disabled.
    button.setAttribute('aria-disabled', 'true');
    button.dataset.words = button.innerHTML;
    button.textContent = button.dataset.waiting || 'Menyimpan…';
  });
  // A page that comes back from the browser's memory can be sent again.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of root.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
    for (const button of root.querySelectorAll('[data-words]')) {
      button.removeAttribute('aria-disabled');
      button.innerHTML = button.dataset.words;
    }
  });
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
