// Runs in the browser: lets people type where a list is long. Without it the page has the plain list, which works as well.
import accessibleAutocomplete from 'accessible-autocomplete';

/** What a screen reader should hear with the field: its hint, what is wrong with it, how to use it. */
const saidWith = (list) =>
  (list.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .flatMap((id) => document.getElementById(id)?.textContent.trim() ?? [])
    .concat('Type to see what matches. Use the up and down arrows to choose, and Enter to select.')
    .join(' ');

const chosen = (list) => list.options[list.selectedIndex]?.textContent ?? '';

/** What holds the letters typed: first whatever begins with them, then what has a word that does. */
const matching = (list) => (letters, show) => {
  const sought = letters.trim().toLowerCase();
  const rank = (name) => (name.startsWith(sought) ? 0 : name.includes(` ${sought}`) ? 1 : 2);
  show(
    [...list.options]
      .filter((one) => one.value !== '' && one.textContent.toLowerCase().includes(sought))
      .map((one) => one.textContent)
      .sort((a, b) => rank(a.toLowerCase()) - rank(b.toLowerCase())),
  );
};

for (const list of document.querySelectorAll('select.govuk-select')) {
  const hint = saidWith(list);
  const wrong = list.classList.contains('govuk-select--error');
  const inUse = list === document.activeElement;
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: list,
    source: matching(list),
    defaultValue: list.value === '' ? '' : chosen(list),
    autoselect: false,
    minLength: 2,
    showAllValues: false,
    displayMenu: 'overlay',
    inputClasses: wrong ? 'govuk-input govuk-input--error' : 'govuk-input',
    tAssistiveHint: () => hint,
    tNoResults: () => 'Nothing on the list matches',
  });
  const typed = document.getElementById(list.id.replace(/-select$/, ''));
  // Somebody quick stands in the plain list already when the page becomes this one.
  if (inUse) typed.focus();
  // What was typed and is not on the list must not send what was chosen before.
  list.form?.addEventListener('submit', () => {
    const words = typed.value.trim().toLowerCase();
    const match = [...list.options].find(
      (one) => one.value !== '' && one.textContent.toLowerCase() === words,
    );
    list.value = match?.value ?? '';
  });
}
