const PREFIX = 'isian:';
const SENT = 'isian-terkirim';
const ADDRESS = 'isian-alamat';

/**
 * Keeps what is typed into `<form data-keep-draft="name">` in this browser until the server says that it was saved,
 * or until the person signs out. Passwords, files and hidden fields are never kept.
 */
export function keepDraft(root) {
  if (!storageWorks() || waitsForSignIn(root)) return;
  forgetSent(root);
  for (const form of root.querySelectorAll('form[data-keep-draft]')) {
    const key = PREFIX + form.dataset.keepDraft;
    // What the server sent back after an error is newer than what is stored here.
    if (!root.querySelector('[data-error-summary]')) restore(form, key);
    form.addEventListener('input', () => store(form, key));
    form.addEventListener('change', () => store(form, key));
    form.addEventListener('submit', () => {
      localStorage.setItem(SENT, key);
      localStorage.setItem(ADDRESS, form.dataset.address);
    });
    for (const words of form.querySelectorAll('[data-draft-note]')) words.hidden = false;
  }
  root.querySelector('form[action="/keluar"]')?.addEventListener('submit', forgetAll);
}

/** A form that was sent after the session had ended: the sign-in says so and leads back to it. */
function waitsForSignIn(root) {
  const words = root.querySelector('[data-draft-waits]');
  const key = localStorage.getItem(SENT);
  if (!words || !key || !localStorage.getItem(key)) return false;
  words.hidden = false;
  const next = words.closest('form').elements.namedItem('ke');
  if (next.value === '') next.value = localStorage.getItem(ADDRESS) ?? '';
  return true;
}

/** A page with a done notice after a sent form means that the form was saved. */
function forgetSent(root) {
  const key = localStorage.getItem(SENT);
  if (key && root.querySelector('.notice-done')) localStorage.removeItem(key);
  localStorage.removeItem(SENT);
}

/** The next person at this phone finds nothing of the one before. */
function forgetAll() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) || key === ADDRESS) localStorage.removeItem(key);
  }
}

const kept = (field) =>
  field.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type);

function store(form, key) {
  const values = [...form.elements].filter(kept).map((field) => ({
    name: field.name,
    value: field.value,
    checked: field.type === 'radio' || field.type === 'checkbox' ? field.checked : null,
  }));
  try {
    localStorage.setItem(key, JSON.stringify(values));
  } catch {
    // A full store only means that nothing more is kept.
  }
}

/** Rows that were added while typing come back before their fields are filled. */
function addRows(form, stored) {
  const present = new Set([...form.elements].map((field) => field.name));
  for (const { name } of stored) {
    if (present.has(name)) continue;
    const pattern = `name="${name.replace(/\.\d+\./, '.{n}.')}"`;
    const list = [...form.querySelectorAll('[data-repeat]')].find((one) =>
      one.querySelector('template').innerHTML.includes(pattern),
    );
    list?.querySelector('[data-repeat-add]').click();
    for (const field of form.elements) present.add(field.name);
  }
  // A new row takes the focus when somebody asked for it, not when it only comes back.
  if (form.contains(document.activeElement)) document.activeElement.blur();
}

function restore(form, key) {
  const stored = read(key);
  addRows(form, stored);
  const fields = [...form.elements].filter(kept);
  let pressed = null;
  for (const { name, value, checked } of stored) {
    const at = fields.findIndex(
      (field) => field.name === name && (checked === null || field.value === value),
    );
    if (at < 0) {
      if (checked) pressed = { name, value };
      continue;
    }
    const [field] = fields.splice(at, 1);
    if (checked === null) field.value = value;
    else field.checked = checked;
    if (checked === null && value !== '' && field.closest('details')) field.closest('details').open = true;
    if (field instanceof HTMLSelectElement) field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (pressed) typeDay(form, pressed);
}

/** A day that was pressed as "Hari ini" is typed as its date where the form no longer offers it. */
function typeDay(form, { name, value }) {
  const other = form.querySelector(`[name="${name}"][data-reveals]`);
  if (!other || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return;
  other.checked = true;
  const input = other.closest('.field').nextElementSibling?.querySelector('input[type="date"]');
  if (input) input.value = value;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function storageWorks() {
  try {
    localStorage.setItem(SENT, localStorage.getItem(SENT) ?? '');
    return true;
  } catch {
    return false;
  }
}
