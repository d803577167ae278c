/**
 * Whether ten digits are a number that the health service gives: the last one checks the others (modulus 11; NHS Data Model and
 * Dictionary, "NHS NUMBER"). Scotland's CHI number and Northern Ireland's health and care number are checked in the same way.
 */
export function isNhsNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const sum = [...text].slice(0, 9).reduce((sum, digit, at) => sum + Number(digit) * (10 - at), 0);
  return (11 - (sum % 11)) % 11 === Number(text[9]);
}
