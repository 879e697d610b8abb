/** The box in a table's head ticks every row shown; `[data-picked]` says how many are ticked. */
export function selectAll(root) {
  for (const all of root.querySelectorAll('[data-select-all]')) {
    const table = all.closest('table');
    const form = all.form;
    const boxes = [...table.querySelectorAll('tbody input[type="checkbox"]')];
    const elsewhere = form ? [...form.querySelectorAll('input[name="pilih"]')] : [];
    const tell = () => {
      const picked = boxes.filter((box) => box.checked).length;
      const total = picked + elsewhere.filter((box) => box.checked).length;
      all.checked = picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
      for (const box of boxes) box.closest('tr').classList.toggle('picked', box.checked);
      for (const output of form?.querySelectorAll('[data-picked]') ?? []) output.textContent = String(total);
      form?.dispatchEvent(new CustomEvent('picked', { detail: total }));
    };
    all.addEventListener('change', () => {
      for (const box of boxes) box.checked = all.checked;
      tell();
    });
    table.addEventListener('change', tell);
    form?.addEventListener('change', tell);
    tell();
  }
}

/** A box that stands for a group ticks all of its fieldset, and shows when all or some of them are ticked. */
export function tickGroups(root) {
  const heads = [...root.querySelectorAll('input[data-ticks]')].reverse();
  const under = (head) =>
    [...head.closest('fieldset').querySelectorAll('input[type="checkbox"]')].filter((box) => box !== head);
  const tell = () => {
    for (const head of heads) {
      const boxes = under(head).filter((box) => !('ticks' in box.dataset));
      const picked = boxes.filter((box) => box.checked).length;
      head.checked = picked === boxes.length;
      head.indeterminate = picked > 0 && picked < boxes.length;
    }
  };
  root.addEventListener('change', ({ target }) => {
    if (target.matches('input[data-ticks]')) for (const box of under(target)) box.checked = target.checked;
    tell();
  });
}

/** Says as soon as it is known that the chosen OPD would lead more villages than it can; the server asks the reason. */
export function warnCapacity(root) {
  for (const words of root.querySelectorAll('[data-capacity-warning]')) {
    const form = words.closest('form');
    const capacities = JSON.parse(form.dataset.capacities);
    form.addEventListener('picked', ({ detail }) => {
      const load = capacities[form.elements.kepada.value];
      const then = (load?.leads ?? 0) + detail;
      words.textContent =
        load && detail > 0 && then > load.capacity
          ? `${load.name} akan mendampingi ${then} desa, kapasitasnya ${load.capacity}. Tulis alasannya.`
          : '';
    });
  }
}

/** The word beside a number is the unit of the category chosen in the same group (`[data-unit-group]` or form). */
export function followUnit(root) {
  const follow = (select) => {
    const unit = select.selectedOptions[0]?.dataset.unit;
    const group = select.closest('[data-unit-group], form');
    if (unit === undefined || !group) return;
    for (const label of group.querySelectorAll('[data-unit-label]')) {
      if (label.closest('[data-unit-group], form') === group) label.textContent = unit;
    }
  };
  root.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) follow(event.target);
  });
  for (const option of root.querySelectorAll('option[data-unit]:checked')) follow(option.closest('select'));
}

/** Choosing "Lain" takes the reader to the date that has to be typed. */
export function chooseDate(root) {
  root.addEventListener('change', (event) => {
    if (!event.target.matches?.('[data-reveals]')) return;
    const near = [event.target.closest('.choices'), event.target.closest('.field')];
    const revealed = near.map((part) => part?.nextElementSibling).find((part) => part?.matches('.reveal'));
    revealed?.querySelector('input')?.focus();
  });
}

/**
 * Work that lies ahead has nothing done yet: a day after `data-today` marks its form, and the styles hide what it has
 * none of. What is hidden is not sent.
 */
export function followDay(root) {
  for (const form of root.querySelectorAll('form[data-today]')) {
    const { hari, tanggal } = form.elements;
    const follow = () => {
      const day = hari.value === 'lain' ? tanggal.value : hari.value;
      form.toggleAttribute('data-ahead', day > form.dataset.today);
    };
    const inputs = () => form.querySelectorAll('[data-absent] :is(input, select, textarea)');
    form.addEventListener('input', follow);
    form.addEventListener('submit', () => {
      for (const input of inputs())
        input.disabled = getComputedStyle(input.closest('[data-absent]')).display === 'none';
    });
    window.addEventListener('pageshow', () => {
      for (const input of inputs()) input.disabled = false;
    });
    follow();
  }
}

/** Says at once why the chosen day is refused: the OPD does not work there then, or its month is closed. The server decides. */
export function warnRefusedDay(root) {
  for (const form of root.querySelectorAll('form[data-refused-days]')) {
    const { places, months } = JSON.parse(form.dataset.refusedDays);
    const line = form.querySelector('[data-refused-day]');
    const why = (day) => {
      const holds = ([from, until]) => from <= day && day <= until;
      const place = places[form.elements.desa?.value];
      if (place && !place.days.some(holds)) return place.words;
      return months.find(holds)?.[2] ?? '';
    };
    const tell = () => {
      const { hari, tanggal } = form.elements;
      const day = !hari || hari.value === 'lain' ? tanggal.value : hari.value;
      const told = form.querySelector('#hari-galat, #tanggal-galat') !== null;
      const words = day && !told ? why(day) : '';
      line.hidden = words === '';
      line.querySelector('span').textContent = words;
    };
    form.addEventListener('input', tell);
    tell();
  }
}

/** A slider and the number box beside it follow each other; the box is what is sent, and may be finer. */
export function followRange(root) {
  for (const range of root.querySelectorAll('[data-range-of]')) {
    const box = root.getElementById(range.dataset.rangeOf);
    const follow = () => {
      range.value = box.value.replace(',', '.');
    };
    range.addEventListener('input', () => {
      box.value = range.value.replace('.', ',');
    });
    box.addEventListener('input', follow);
    follow();
  }
}
