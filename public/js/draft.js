const PREFIX = 'isian:';
const SENT = 'isian-terkirim';
const ADDRESS = 'isian-alamat';

/**
 * Keeps what is typed into a form with a field of more than a line, or that asks for it by `data-keep-draft`, in this
 * browser until the server says that it was saved or the person signs out. Passwords and files are never kept; the
 * form's one-time id is, so that what was stored while its answer was lost is not stored again.
 */
export function keepDraft(root) {
  if (!storageWorks() || waitsForSignIn(root)) return;
  forgetSent(root);
  const account = root.body.dataset.account ?? '';
  for (const form of root.querySelectorAll('form[method="post"]')) {
    if (form.dataset.keepDraft === undefined && !form.querySelector('textarea')) continue;
    const name = form.dataset.keepDraft ?? form.getAttribute('action');
    ownPlace(`${PREFIX}${account}.${name}`).then((key) => keep(root, form, key));
  }
  root.querySelector('form[action="/keluar"]')?.addEventListener('submit', forgetAll);
}

/**
 * Two tabs do not share a draft: each holds a place that no other holds, as long as it is open. A tab goes on in its own
 * place; a new one takes up what a closed one left, before it begins anew.
 */
async function ownPlace(name) {
  if (!navigator.locks) return `${name}.0`;
  for (const key of placesOf(name)) {
    const mine = await new Promise((settle) => {
      navigator.locks.request(key, { ifAvailable: true }, (lock) => {
        settle(lock !== null);
        return lock && new Promise(() => {});
      });
    });
    if (!mine) continue;
    sessionStorage.setItem(name, key);
    return key;
  }
}

function* placesOf(name) {
  const own = sessionStorage.getItem(name);
  if (own) yield own;
  const isPlace = (key) => key.startsWith(`${name}.`) && /^\d+$/.test(key.slice(name.length + 1));
  yield* Object.keys(localStorage).filter(isPlace).sort();
  for (let place = 0; ; place += 1) yield `${name}.${place}`;
}

function keep(root, form, key) {
  // What the server sent back after an error is newer than what is stored here.
  if (!root.querySelector('[data-error-summary]') && restore(form, key)) sayRestored(form, key);
  form.addEventListener('input', () => store(form, key));
  form.addEventListener('change', () => store(form, key));
  form.addEventListener('submit', () => {
    store(form, key);
    sessionStorage.setItem(SENT, key);
    sessionStorage.setItem(ADDRESS, form.dataset.address ?? location.pathname + location.search);
  });
  for (const words of form.querySelectorAll('[data-draft-note]')) words.hidden = false;
}

/** Says that something came back, and how to begin anew. */
function sayRestored(form, key) {
  const words = form.ownerDocument.createElement('p');
  words.className = 'form-note form-restored';
  words.setAttribute('role', 'status');
  words.append('Isian Anda yang belum terkirim ada di sini lagi. ');
  const button = form.ownerDocument.createElement('button');
  button.type = 'button';
  button.className = 'btn btn-small';
  button.textContent = 'Kosongkan';
  button.addEventListener('click', () => {
    localStorage.removeItem(key);
    location.reload();
  });
  words.append(button);
  form.prepend(words);
}

/** A form that was sent after the session had ended: the sign-in says so and leads back to it. */
function waitsForSignIn(root) {
  const words = root.querySelector('[data-draft-waits]');
  const key = sessionStorage.getItem(SENT);
  if (!words || !key || !localStorage.getItem(key)) return false;
  words.hidden = false;
  const next = words.closest('form').elements.namedItem('ke');
  if (next.value === '') next.value = sessionStorage.getItem(ADDRESS) ?? '';
  return true;
}

/** A page with a done notice after a sent form means that the form was saved; one that asks first decides nothing yet. */
function forgetSent(root) {
  if (root.querySelector('[data-asks-first]')) return;
  const key = sessionStorage.getItem(SENT);
  if (key && root.querySelector('.notice-done')) localStorage.removeItem(key);
  sessionStorage.removeItem(SENT);
}

/** The next person at this phone finds nothing of the one before. */
function forgetAll() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}

const kept = (field) =>
  field.name === 'kiriman' ||
  (field.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type));

const valuesOf = (form) =>
  [...form.elements].filter(kept).map((field) => ({
    name: field.name,
    value: field.value,
    checked: field.type === 'radio' || field.type === 'checkbox' ? field.checked : null,
  }));

function store(form, key) {
  try {
    localStorage.setItem(key, JSON.stringify(valuesOf(form)));
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

/** Fills the form with what is stored; tells whether anything in it is other than the page said. */
function restore(form, key) {
  const stored = read(key);
  const before = JSON.stringify(valuesOf(form).filter(isTyped));
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
  form.dispatchEvent(new Event('input'));
  return JSON.stringify(valuesOf(form).filter(isTyped)) !== before;
}

const isTyped = ({ name }) => name !== 'kiriman';

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
    localStorage.setItem(PREFIX, '');
    localStorage.removeItem(PREFIX);
    return true;
  } catch {
    return false;
  }
}
