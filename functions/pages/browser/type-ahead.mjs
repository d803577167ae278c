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

/** A shorter list is sooner looked through than typed in. */
const LONG_LIST = 20;

/** What somebody means who typed a name and chose nothing: the one of that name, whatever is said of it in brackets. */
const named = (list, words) => {
  const all = [...list.options].filter((one) => one.value !== '');
  const whole = all.find((one) => one.textContent.toLowerCase() === words);
  return whole ?? all.find((one) => one.textContent.toLowerCase().startsWith(`${words} (`));
};

for (const list of document.querySelectorAll('select.govuk-select')) {
  if (list.options.length <= LONG_LIST) continue;
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
    list.value = named(list, typed.value.trim().toLowerCase())?.value ?? '';
  });
}
