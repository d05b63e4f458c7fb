/** Whether the slash opens the search. Who speaks to the computer, or types by accident, can turn single keys off. */

const place = 'search-by-slash';

/** True unless the reader turned it off. */
export function slashOpens(): boolean {
  try {
    return localStorage.getItem(place) !== 'no';
  } catch {
    return true;
  }
}

/** Remembers the reader's choice where the browser allows it. */
export function letSlashOpen(opens: boolean): void {
  try {
    localStorage.setItem(place, opens ? 'yes' : 'no');
  } catch {
    // Storage may be forbidden; the slash then keeps opening the search.
  }
}
